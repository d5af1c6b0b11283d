# "make check" is the one gate. The tools are pinned here and fetched by Go; as
# tool dependencies they would fill go.sum with what no user of Dogear needs.

GO         ?= go
GOFUMPT    := $(GO) run mvdan.cc/gofumpt@v0.12.0
GOLANGCI   := $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
DEADCODE   := $(GO) run golang.org/x/tools/cmd/deadcode@v0.52.0
GORELEASER := $(GO) run github.com/goreleaser/goreleaser/v2@v2.16.0
FUZZTIME   ?= 4s

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help check format vet build tidy lint deadcode test race fuzz bench soak fmt demo screenshots release-check

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

# What is cheap and fails often comes first.
check: format tidy vet build lint deadcode race fuzz ## all that must hold before a commit
	@echo "check: all is well"

format: ## is everything formatted?
	@echo "== gofumpt"
	@files=$$($(GOFUMPT) -l .); if [ -n "$$files" ]; then printf 'not formatted (make fmt does it):\n%s\n' "$$files"; exit 1; fi

tidy: ## are go.mod and go.sum what the imports ask for?
	@echo "== go mod tidy -diff"
	@$(GO) mod tidy -diff

vet:
	@echo "== go vet"
	@$(GO) vet ./...

build: ## does it build without a C compiler?
	@echo "== CGO_ENABLED=0 go build"
	@CGO_ENABLED=0 $(GO) build ./...

lint:
	@echo "== golangci-lint"
	@$(GOLANGCI) run ./...

# Nothing may be there that neither the program nor a test reaches; and but for
# what the sandbox, bot.NewInteraction and bot.NewAttachment offer to tests,
# nothing that only tests reach.
deadcode: ## is there code that nothing reaches?
	@echo "== deadcode"
	@dead=$$($(DEADCODE) -test ./...); \
	  only=$$($(DEADCODE) ./... | grep -vE '^bot/sandbox/|^bot/.*: (NewInteraction|NewAttachment|Interaction\.On)$$' || true); \
	  if [ -n "$$dead$$only" ]; then printf '%s\n' "$$dead" "$$only" | sed '/^$$/d' | sort -u; exit 1; fi

test: ## the tests
	$(GO) test ./...

race: ## the tests, shuffled, with the race detector
	@echo "== go test -race -shuffle=on"
	@CGO_ENABLED=1 $(GO) test -race -shuffle=on -timeout 30m ./...

# Go fuzzes one target of one package at a time.
# Before Go 1.27 the end of FUZZTIME itself, met at a bad moment, can fail a
# target that found nothing (go.dev/issue/75804): that one failure, and no other,
# gets one more play, which has to pass.
fuzz: ## each fuzz target for FUZZTIME
	@echo "== fuzz, $(FUZZTIME) each"
	@for dir in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -r -n1 dirname | sort -u); do \
	  list=$$($(GO) test -list '^Fuzz' $$dir); \
	  for target in $$(grep '^Fuzz' <<<"$$list"); do \
	    echo "$$dir $$target"; \
	    play() { $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$dir | grep -v '^fuzz: elapsed'; }; \
	    if found=$$(play); then echo "$$found"; continue; fi; \
	    echo "$$found"; \
	    [[ $$found == *'context deadline exceeded'* && $$found != *'Failing input'* ]] || exit 1; \
	    play; \
	  done; \
	done

# Each benchmark has rounds of its own: one run of it is enough. With
# DOGEAR_PROFILE=/some/folder Dogear leaves profiles of itself there.
# With DOGEAR_DRAIN=1 the rush of posts goes on until all are out, four minutes.
# The mixed load fills a database with a million notes first: a minute and 1 GB.
bench: ## speed beside a bare discordgo bot, memory, time to start
	$(GO) test -run '^$$' -bench . -benchtime 1x ./cmd/dogear

# The program as a process, used by people while its network has trouble: what it
# holds must stay flat, and nothing be lost or doubled. SOAK=1h for an hour.
SOAK ?= 10m
soak: ## use the program for SOAK, with trouble
	$(GO) test -run '^TestSoak$$' -count=1 -v -timeout 0 ./cmd/dogear -soak=$(SOAK)

fmt: ## format everything
	$(GOFUMPT) -w .

demo: ## a book club in a browser
	$(GO) run ./cmd/dogear demo

# They need a browser. Each is what the sandbox's page shows while a test goes
# through docs/organisers.md step by step.
screenshots: ## take the pictures of the documents anew
	DOGEAR_SCREENSHOTS=$(CURDIR)/docs/pictures $(GO) test -count=1 -run '^(TestFirstRead|TestDemosPicture)$$' ./cmd/dogear

# All that a release is made of, in dist, for six systems; nothing is published.
release-check: ## build a release, to see that it can be
	$(GORELEASER) check
	$(GORELEASER) release --snapshot --clean
