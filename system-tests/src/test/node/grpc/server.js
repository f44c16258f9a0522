// grpc.testing.TestService as the interop test descriptions have it, on grpc-js.
//
//   node server.js FOLDER [CERTIFICATE KEY]
//
// FOLDER holds grpc/testing/*.proto. Says its port ("port 1234") and what happens to calls ("begun UnaryCall",
// "cancelled FullDuplexCall") line by line; ends when its input ends, so that it never outlives a test.
import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import { ReflectionService } from "@grpc/reflection";

const [folder, certificate, key] = process.argv.slice(2);

const definition = loader.loadSync(["grpc/testing/test.proto", "grpc/testing/messages.proto"], {
  includeDirs: [folder],
  keepCase: true,
  longs: String,
  enums: String,
  defaults: true,
});
const { TestService } = grpc.loadPackageDefinition(definition).grpc.testing;

const say = (line) => process.stdout.write(line + "\n");

const payload = (size) => ({ type: "COMPRESSABLE", body: Buffer.alloc(size) });

/** What every handler begins with: the call is told of, and its metadata are echoed as the descriptions ask. */
function begin(call, method) {
  say("begun " + method);
  // grpc-js emits it at the end of every call.
  call.on("cancelled", () => call.isAnswered || say("cancelled " + method));
  const initial = new grpc.Metadata();
  for (const value of call.metadata.get("x-grpc-test-echo-initial")) {
    initial.add("x-grpc-test-echo-initial", value);
  }
  if (initial.get("x-grpc-test-echo-initial").length > 0) {
    call.sendMetadata(initial);
  }
  const trailers = new grpc.Metadata();
  for (const value of call.metadata.get("x-grpc-test-echo-trailing-bin")) {
    trailers.add("x-grpc-test-echo-trailing-bin", value);
  }
  return trailers;
}

/** The error that a request asks for, or null. */
function wanted(request, trailers) {
  const status = request.response_status;
  return status && status.code !== 0 ? { code: status.code, details: status.message, metadata: trailers } : null;
}

/** Sends one message per parameter, each after its pause; one request's messages after the other's. */
function responder(call) {
  let last = Promise.resolve();
  return {
    take(parameters) {
      for (const { size, interval_us: pause } of parameters) {
        last = last
          .then(() => new Promise((done) => (pause > 0 ? setTimeout(done, pause / 1000) : done())))
          .then(() => call.write({ payload: payload(size) }));
      }
    },
    done: (then) => last.then(then),
  };
}

/** Marks the call as answered by us before it does so. */
function answering(call, answer) {
  return (...values) => {
    call.isAnswered = true;
    answer(...values);
  };
}

/** When the caller has half-closed. A call that is cancelled looks the same to grpc-js at first. */
function onComplete(call, then) {
  call.on("end", () => setImmediate(() => call.cancelled || then()));
}

function emptyCall(call, answer) {
  answering(call, answer)(null, {}, begin(call, "EmptyCall"));
}

function unaryCall(call, answer) {
  const trailers = begin(call, "UnaryCall");
  const error = wanted(call.request, trailers);
  if (error) {
    answering(call, answer)(error);
  } else {
    answering(call, answer)(null, { payload: payload(call.request.response_size) }, trailers);
  }
}

function streamingOutputCall(call) {
  const trailers = begin(call, "StreamingOutputCall");
  const error = wanted(call.request, trailers);
  if (error) {
    answering(call, () => call.emit("error", error))();
    return;
  }
  const answers = responder(call);
  answers.take(call.request.response_parameters);
  answers.done(answering(call, () => call.end(trailers)));
}

function streamingInputCall(call, answer) {
  const trailers = begin(call, "StreamingInputCall");
  let size = 0;
  call.on("data", (request) => (size += request.payload ? request.payload.body.length : 0));
  onComplete(call, () => answering(call, answer)(null, { aggregated_payload_size: size }, trailers));
}

function fullDuplexCall(call) {
  const trailers = begin(call, "FullDuplexCall");
  const answers = responder(call);
  let failed = false;
  call.on("data", (request) => {
    const error = wanted(request, trailers);
    if (error && !failed) {
      failed = true;
      answers.done(answering(call, () => call.emit("error", error)));
    } else if (!failed) {
      answers.take(request.response_parameters);
    }
  });
  onComplete(call, () => failed || answers.done(answering(call, () => call.end(trailers))));
}

const server = new grpc.Server();
server.addService(TestService.service, {
  EmptyCall: emptyCall,
  UnaryCall: unaryCall,
  StreamingOutputCall: streamingOutputCall,
  StreamingInputCall: streamingInputCall,
  FullDuplexCall: fullDuplexCall,
});
new ReflectionService(definition).addToServer(server);

const credentials = certificate
  ? grpc.ServerCredentials.createSsl(null, [
      { cert_chain: readFileSync(certificate), private_key: readFileSync(key) },
    ])
  : grpc.ServerCredentials.createInsecure();
server.bindAsync("127.0.0.1:0", credentials, (failure, port) => {
  if (failure) {
    throw failure;
  }
  say("port " + port);
});
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
