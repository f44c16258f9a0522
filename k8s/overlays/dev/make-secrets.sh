#!/bin/sh
# Makes the secrets of the dev overlay: all of them or none. Existing ones stay as they are; remove the folder for new ones.
#   make-secrets.sh [folder]     by default secrets/ beside this script, where kustomization.yaml looks for them
# Needs openssl and a JDK's keytool, which alone makes truststores that Java reads with every version of openssl.
set -eu
umask 077

here=$(cd "$(dirname "$0")" && pwd)
target="${1:-$here/secrets}"
days=365

if [ -e "$target" ]; then
  echo "$target is there already; remove it to make new secrets"
  exit 0
fi

keytool=$(command -v keytool || true)
if [ -z "$keytool" ] && [ -x "$here/../../../mvnw" ]; then
  keytool="$("$here/../../../mvnw" --java-home)/bin/keytool"
fi
[ -x "$keytool" ] || { echo "keytool was not found; put the bin folder of a JDK on the path" >&2; exit 1; }
command -v openssl >/dev/null || { echo "openssl was not found; install it" >&2; exit 1; }

mkdir -p "$(dirname "$target")"
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

ec_key() {
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null
}

# The seal: at least 32 bytes, the same for all members.
openssl rand -base64 48 >seal

# The bus' own authority. Whoever holds a certificate of it is a full member, so it signs nothing else, and its key goes
# into no Kubernetes secret.
ec_key authority.key
openssl req -x509 -new -key authority.key -days "$days" -subj "/CN=polyport dev bus authority" \
  -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" -out authority.crt

# Members are clients and servers at once; nobody compares names on the bus, so none are needed beyond the program's.
cat >member.ext <<EXT
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth,clientAuth
EXT
for program in gateway ftp-service grpc-service odata-service; do
  ec_key "$program.key"
  openssl req -new -key "$program.key" -subj "/CN=$program" -out "$program.csr"
  openssl x509 -req -in "$program.csr" -CA authority.crt -CAkey authority.key -CAcreateserial -days "$days" \
    -extfile member.ext -out "$program.crt" 2>/dev/null
  openssl rand -hex 24 >"$program.password"
  openssl pkcs12 -export -name "$program" -inkey "$program.key" -in "$program.crt" -certfile authority.crt \
    -passout "file:$program.password" -out "$program.p12"
  rm "$program.key" "$program.csr" "$program.crt"
done
rm member.ext authority.srl

openssl rand -hex 24 >truststore.password
"$keytool" -importcert -noprompt -alias authority -file authority.crt -storetype PKCS12 \
  -storepass:file truststore.password -keystore truststore.p12 2>/dev/null

# The listener's certificate: of an authority that callers know in an installation, self-signed here.
ec_key listener.key
openssl req -x509 -new -key listener.key -days "$days" -subj "/CN=polyport dev gateway" \
  -addext "subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:gateway,DNS:gateway.polyport-dev,DNS:gateway.polyport-dev.svc" \
  -addext "basicConstraints=critical,CA:FALSE" -addext "extendedKeyUsage=serverAuth" -out listener.crt

# The issuer of dev tokens; the private key stays here, for the gateway's command 'token'.
ec_key issuer.key
openssl pkey -in issuer.key -pubout -out issuer.pem

cp "$here/ftp-connections.example.yaml" ftp-connections.yaml
cp "$here/grpc-connections.example.yaml" grpc-connections.yaml
cp "$here/odata-publications.example.yaml" odata-publications.yaml

cd "$here"
mv "$work" "$target"
trap - EXIT
echo "made the secrets of the dev overlay in $target"
