"""The programs under comparison: how each is configured and started, in a folder of its own."""
import base64
import hashlib
import hmac
import json
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

from .processes import Program, answers, free_port, listens

SECRET = base64.b64encode(os.urandom(48)).decode()
GREETING = "/api/v1/echo/greetings/world"
GOODS = "/goods/odata/standard.odata/Catalog_Goods"
STORE_PASSWORD = "for-one-run-only"


def token():
    """A JWT as an issuer with a shared secret makes it."""
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    now = int(time.time())
    claims = {"iss": "bench", "aud": "polyport", "sub": "bench", "iat": now, "exp": now + 20 * 3600,
              "scope": "echo:read ftp:read ftp:write grpc:read grpc:write odata:read"}
    signed = part(b'{"alg":"HS256","typ":"JWT"}') + "." + part(json.dumps(claims).encode())
    return signed + "." + part(hmac.new(SECRET.encode(), signed.encode(), hashlib.sha256).digest())


class Kitchen:
    """Where the programs' files lie, how Java is called, and what has to be ended."""

    def __init__(self, folder, java, class_path):
        self.folder = Path(folder)
        self.java = java
        self.class_path = class_path
        self.token = token()
        self.running = []

    def keep(self, program):
        self.running.append(program)
        return program

    def end(self):
        for program in reversed(self.running):
            program.end()
        self.running.clear()

    def log(self, name):
        return self.folder / f"{name}.log"

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def run_java(self, name, main, arguments, ready, options=("-Xmx256m",)):
        command = [self.java, *options, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                   *os.environ.get("BENCH_JAVA_OPTIONS", "").replace("NAME", name).split(),
                   "-cp", self.class_path, main, *map(str, arguments)]
        return self.keep(Program(name, command, self.log(name), ready, limit=90))


def plain(kitchen):
    port = free_port()
    url = f"http://127.0.0.1:{port}{GREETING}"
    program = kitchen.run_java("plain", "io.polyport.bench.PlainHttp", [port], answers(url))
    return program, port


def nginx(kitchen, upstream, certificate=None):
    """nginx as a reverse proxy that keeps its connections to the server behind it; one worker per processor."""
    port, name = free_port(), "nginx-tls" if certificate else "nginx"
    listen = f"listen 127.0.0.1:{port};"
    if certificate:
        listen = (f"listen 127.0.0.1:{port} ssl; ssl_certificate {certificate[0]}; ssl_certificate_key {certificate[1]};"
                  " ssl_protocols TLSv1.3;")
    files = kitchen.folder / name
    files.mkdir()
    config = kitchen.write(f"{name}.conf", f"""
daemon off; master_process on; worker_processes auto; pid {files}/pid; error_log {files}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log {files}/access.log;
  client_body_temp_path {files}/body; proxy_temp_path {files}/proxy; fastcgi_temp_path {files}/f;
  uwsgi_temp_path {files}/u; scgi_temp_path {files}/s;
  keepalive_requests 1000000000;
  upstream behind {{ server 127.0.0.1:{upstream}; keepalive 64; keepalive_requests 1000000000; }}
  server {{
    {listen}
    location / {{ proxy_pass http://behind; proxy_http_version 1.1; proxy_set_header Connection ""; }}
  }}
}}
""")
    program = Program(name, [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(config)], kitchen.log(name),
                      listens(port))
    return kitchen.keep(program), port


def relays(kitchen, folder, certificate):
    """nginx as the least that moves a file through one process, and through two with TLS between them.

    Answers the program and the ports of one relay and of two before a static server of that folder.
    """
    origin, once, inner, twice = (free_port() for _ in range(4))
    files = kitchen.folder / "relays"
    files.mkdir()
    config = kitchen.write("relays.conf", f"""
daemon off; master_process on; worker_processes auto; pid {files}/pid; error_log {files}/error.log;
user root;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on;
  client_body_temp_path {files}/body; proxy_temp_path {files}/proxy; fastcgi_temp_path {files}/f;
  uwsgi_temp_path {files}/u; scgi_temp_path {files}/s;
  proxy_http_version 1.1; proxy_buffer_size 64k; proxy_buffers 8 64k; proxy_busy_buffers_size 128k;
  proxy_max_temp_file_size 0; proxy_ssl_protocols TLSv1.3;
  server {{ listen 127.0.0.1:{origin}; root {folder}; }}
  server {{ listen 127.0.0.1:{once}; location / {{ proxy_pass http://127.0.0.1:{origin}; }} }}
  server {{
    listen 127.0.0.1:{inner} ssl; ssl_protocols TLSv1.3;
    ssl_certificate {certificate[0]}; ssl_certificate_key {certificate[1]};
    location / {{ proxy_pass http://127.0.0.1:{origin}; }}
  }}
  server {{ listen 127.0.0.1:{twice}; location / {{ proxy_pass https://127.0.0.1:{inner}; }} }}
}}
""")
    program = Program("relays", [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(config)], kitchen.log("relays"),
                      listens(twice))
    return kitchen.keep(program), once, twice


def vsftpd(kitchen, certificate=None):
    """vsftpd, anonymous and with all rights in a folder of its own; enters an account's home before it leaves it.

    With a certificate it insists on TLS, and on data connections that resume the control connection's session.
    """
    root = kitchen.folder / "ftp"
    (root / "pub").mkdir(parents=True)
    (kitchen.folder / "empty").mkdir()
    (root / "pub").chmod(0o777)
    account = next(entry.pw_name for entry in pwd.getpwall()
                   if entry.pw_name in ("ftp", "daemon", "bin", "www-data") and os.path.isdir(entry.pw_dir))
    port = free_port()
    config = kitchen.write("vsftpd.conf", "\n".join([
        "background=NO", "listen=YES", "listen_address=127.0.0.1", f"listen_port={port}", "seccomp_sandbox=NO",
        f"secure_chroot_dir={kitchen.folder}/empty", "nopriv_user=nobody", f"ftp_username={account}",
        "anonymous_enable=YES", "local_enable=NO", f"anon_root={root}", "write_enable=YES", "anon_upload_enable=YES",
        "anon_other_write_enable=YES", "anon_world_readable_only=NO", "anon_umask=022", "max_clients=0",
        "max_per_ip=0", *(_protection(*certificate) if certificate else []), ""]))
    program = Program("vsftpd", [shutil.which("vsftpd") or "/usr/sbin/vsftpd", str(config)], kitchen.log("vsftpd"),
                      listens(port))
    return kitchen.keep(program), port, root / "pub"


def _protection(certificate, key):
    return ["ssl_enable=YES", f"rsa_cert_file={certificate}", f"rsa_private_key_file={key}", "allow_anon_ssl=YES",
            "force_anon_logins_ssl=YES", "force_anon_data_ssl=YES", "require_ssl_reuse=YES", "strict_ssl_read_eof=YES",
            "ssl_ciphers=HIGH"]


def certificates(kitchen, jdk):
    """The bus' own authority, a certificate for each of its members, and one for the listeners."""
    def openssl(*arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, cwd=kitchen.folder)
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=bench-bus")
    subprocess.run([f"{jdk}/bin/keytool", "-importcert", "-noprompt", "-alias", "authority", "-file", "ca.crt",
                    "-keystore", "trust.p12", "-storetype", "PKCS12", "-storepass", STORE_PASSWORD],
                   check=True, capture_output=True, cwd=kitchen.folder)
    for name in ("gateway", "echo", "ftp", "grpc", "odata"):
        openssl("req", *curve, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
                "-days", "2", "-out", f"{name}.crt")
        openssl("pkcs12", "-export", "-in", f"{name}.crt", "-inkey", f"{name}.key", "-certfile", "ca.crt", "-name", name,
                "-out", f"{name}.p12", "-passout", f"pass:{STORE_PASSWORD}")
    openssl("req", "-x509", *curve, "-keyout", "listener.key", "-out", "listener.crt", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1")
    return kitchen.folder / "listener.crt", kitchen.folder / "listener.key"


def _gateway(kitchen, port, https):
    return f"""
gateway:
  http: {{port: {port}}}
  https: {{port: {https}, tls: {{certificate-file: {kitchen.folder}/listener.crt, key-file: {kitchen.folder}/listener.key}}}}
  data-folder: {kitchen.folder}/data-{port}
  identity:
    issuers:
      - {{issuer: bench, audiences: [polyport], algorithms: [HS256], keys: {{secret: "{SECRET}"}}}}
  publications:
    goods: {{path: /goods, odata: true}}
  policy:
    rules:
      - {{name: everyone, who: {{subjects: ["*"]}}, may: {{services: ["*"], access: [read, write]}}}}
"""


def _ftp(port, certificate=None):
    tls = f", tls: {{mode: explicit, ca-file: {certificate[0]}}}" if certificate else ""
    return f"\nftp:\n  connections:\n    peer: {{host: 127.0.0.1, port: {port}, pool: 60{tls}}}\n  state: {{url: none}}\n"


def _grpc(far):
    return (f"\ngrpc:\n  connections:\n    peer: {{addresses: [\"http://127.0.0.1:{far.port}\"], "
            f"descriptor-set: {far.schema}}}\n")


def _odata(base):
    return (f"\nodata:\n  publications:\n    goods:\n      path: /goods\n      model: {base.model}\n"
            f"      database: {{url: \"{base.jdbc}\", user: bench, statement-timeout: 5m}}\n")


RUNTIME = "\nruntime: {management: {port: 0}}\n"


def local_house(kitchen, ftp_port, options=("-Xmx256m",), name="local", certificate=None, far=None,
                base=None):
    """Gateway and services in one process. Answers the ports for HTTP and HTTPS."""
    port, https = free_port(), free_port()
    config = kitchen.write(f"{name}.yaml", _gateway(kitchen, port, https) + _ftp(ftp_port, certificate)
                           + (_grpc(far) if far else "") + (_odata(base) if base else "") + RUNTIME)
    ready = answers(f"http://127.0.0.1:{port}{GREETING}", kitchen.token)
    program = kitchen.run_java(name, "io.polyport.bench.LocalHouse", ["--config", config], ready, options)
    return program, port, https


class ClusteredHouse:
    """Gateway and services as processes of their own, on the bus with TLS on both sides."""

    def __init__(self, kitchen, options=("-Xmx256m",), name="clustered"):
        self.kitchen, self.options, self.name = kitchen, options, name
        self.first_engine = free_port()
        self.seal = base64.b64encode(os.urandom(48)).decode()
        self.port, self.https = free_port(), free_port()
        config = self._config("gateway", _gateway(kitchen, self.port, self.https), self.first_engine)
        self.gateway = kitchen.run_java(f"{name}-gateway", "io.polyport.gateway.Gateway", ["--config", config],
                                        listens(self.port), options)

    def _config(self, certificate, own, engine):
        folder = self.kitchen.folder
        return self.kitchen.write(f"{self.name}-{certificate}.yaml", own + f"""
bus:
  seal: {{keys: {{main: "{self.seal}"}}}}
  cluster:
    host: 127.0.0.1
    bus-port: {free_port()}
    engine-port: {engine}
    failure-detection-port: {free_port()}
    initial-hosts: ["127.0.0.1[{self.first_engine}]"]
    keystore: {folder}/{certificate}.p12
    keystore-password: {STORE_PASSWORD}
    truststore: {folder}/trust.p12
    truststore-password: {STORE_PASSWORD}
""" + RUNTIME)

    def echo(self):
        config = self._config("echo", "", free_port())
        ready = answers(f"http://127.0.0.1:{self.port}{GREETING}", self.kitchen.token)
        return self.kitchen.run_java(f"{self.name}-echo", "io.polyport.bench.EchoService", ["--config", config], ready,
                                     self.options)

    def ftp(self, ftp_port, certificate=None):
        config = self._config("ftp", _ftp(ftp_port, certificate), free_port())
        ready = answers(f"http://127.0.0.1:{self.port}/api/v1/ftp/connections", self.kitchen.token)
        return self.kitchen.run_java(f"{self.name}-ftp", "io.polyport.ftp.FtpService", ["--config", config], ready,
                                     self.options)

    def grpc(self, far):
        config = self._config("grpc", _grpc(far), free_port())
        ready = answers(f"http://127.0.0.1:{self.port}/api/v1/grpc/peer/services", self.kitchen.token)
        return self.kitchen.run_java(f"{self.name}-grpc", "io.polyport.grpc.GrpcService", ["--config", config], ready,
                                     self.options)

    def odata(self, base):
        config = self._config("odata", _odata(base), free_port())
        ready = answers(f"http://127.0.0.1:{self.port}{GOODS}/$count", self.kitchen.token)
        return self.kitchen.run_java(f"{self.name}-odata", "io.polyport.odata.OdataService", ["--config", config], ready,
                                     self.options)


class FarEcho:
    """The gRPC server behind every way, its schema, and a message for it as JSON."""

    def __init__(self, kitchen, times):
        self.port, self.times, self.schema = free_port(), times, kitchen.folder / "echo.descriptors"
        self.message = kitchen.write("message.json", json.dumps(MESSAGE, ensure_ascii=False, separators=(",", ":")))
        self.program = kitchen.run_java("far", "io.polyport.bench.grpc.FarEcho", [self.port, times, self.schema],
                                        listens(self.port))

    def straight(self, kitchen):
        port = free_port()
        program = kitchen.run_java("straight", "io.polyport.bench.grpc.GrpcLoad", [port, self.port, self.message],
                                   listens(port))
        return program, f"http://127.0.0.1:{port}/"

    def relayed(self, kitchen):
        port = free_port()
        program = kitchen.run_java("relay", "io.polyport.bench.grpc.BareRelay", [port, self.port], listens(port))
        return program, f"http://127.0.0.1:{port}/"

    def armeria(self, kitchen):
        port = free_port()
        program = kitchen.run_java("armeria", "io.polyport.bench.grpc.ArmeriaFront", [port, self.port], listens(port))
        return program, f"http://127.0.0.1:{port}/echo"


# About 700 bytes: nested messages, maps, a list, 64-bit numbers, a timestamp, a struct, text beyond ASCII.
MESSAGE = {
    "source": {"ip": "192.0.2.17", "port": "49152", "principal": "users/17", "regionCode": "RU",
               "labels": {"warehouse": "north", "till": "7"}},
    "destination": {"ip": "198.51.100.4", "port": "8443"},
    "request": {"id": "6f1c0c2e-7d0a-4a51-9a3e-2f0a3c1f9b55", "method": "POST", "path": "/v1/orders",
                "host": "orders.example.org", "scheme": "https", "size": "9007199254740993",
                "time": "2026-11-22T07:00:00.250Z", "headers": {"x-branch": "Склад Северный", "accept": "*/*"},
                "auth": {"principal": "users/17", "audiences": ["orders", "prices"],
                         "claims": {"admin": False, "level": 3, "units": ["шт", "кг"]}}},
    "resource": {"service": "orders", "name": "projects/1/orders/77", "type": "order", "displayName": "Заказ 77"}}
