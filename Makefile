# Two commands for newcomers: 'make run' and 'make test'. All set-up is done by ./mvnw.
MVN := ./mvnw
JAVA = $(shell ./mvnw --java-home)/bin/java
VERSION := 0.1.0-SNAPSHOT
STANDALONE := standalone/target/standalone-$(VERSION)-program.jar
SOURCES := $(shell find pom.xml */pom.xml */src/main -type f 2>/dev/null)
ARGS ?=

.PHONY: help run test test-long interop format docs new-service bench clean k8s-dev-secrets

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

run: $(STANDALONE) ## starts everything on this machine and prints what to do next (ARGS="--config my.yaml")
	@POLYPORT_LOG_FORMAT=$${POLYPORT_LOG_FORMAT:-text} POLYPORT_LOG_LEVEL=$${POLYPORT_LOG_LEVEL:-warn} \
		exec $(JAVA) -XX:+UseSerialGC -Xmx256m --enable-native-access=ALL-UNNAMED -jar $(STANDALONE) $(ARGS)

$(STANDALONE): $(SOURCES)
	@./mvnw --java-home >/dev/null
	@echo "Building (the first time fetches libraries)…"
	@$(MVN) -q -pl standalone -am -DskipTests package
	@touch $@

# Two modules at a time; the first and the last one, on which all others wait, run their tests in two JVMs instead.
test: ## every test that needs no hand
	$(MVN) -T 2 verify

test-long: ## the tests that take long (PART=exchanges, grpc-streams, odata-fuzz, odata-rows, streams, ten-gib, tls, transfers, uploads or zip: one part); see docs/results/
	JAZZER_FUZZ=1 $(MVN) verify -Dtest.excluded= -Dtest.forks=1 -Dgroups='long$(if $(PART), & $(PART))' -Dsurefire.skip=true \
		-Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

interop: ## every FTP server by every mode, protection, charset and proxy that is installed; prints the table
	$(MVN) -pl ftp-service -am verify -Dtest.excluded=long -Dgroups=interop -Dsurefire.skip=true \
		-Dfailsafe.failIfNoSpecifiedTests=false -Dit.test=InteropIT
	@cat ftp-service/target/interop.md

bench: ## compares with nginx, plain Vert.x, curl, Armeria, psql and SAP CAP (docs/performance.md; ARGS="--only small")
	bench/compare $(ARGS)

k8s-dev-secrets: ## makes the secrets of the Kubernetes dev overlay, once (docs/kubernetes.md)
	@k8s/overlays/dev/make-secrets.sh

new-service: ## makes a service: NAME=greeting makes greeting-service/
	@build/new-service "$(NAME)"
	@$(MVN) -q -pl "$(NAME)-service" spotless:apply

docs: ## writes docs/problems.md and docs/configuration.md from the code
	$(MVN) -q -pl system-tests -am test -Dtest=GeneratedDocsTest -Dsurefire.failIfNoSpecifiedTests=false -Dpolyport.docs=write

format: ## formats the sources
	$(MVN) -q spotless:apply

clean: ## removes what was built
	$(MVN) -q clean
