# Every target does its own set-up. One build, for debugging, serves the demo and the tests.
.DEFAULT_GOAL := help
.PHONY: help setup build build-tests demo test bench fuzz torture simulate tamper mutants lint check docs reference clean

help: ## Shows this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: ## Installs missing packages with apt, or says which they are
	@scripts/setup

build: setup
	swift build

build-tests: setup
	swift build --build-tests

demo: build ## A plant on loopback, an alarm, and the proof that the device is contained
	@.build/debug/cordon-demo

test: build-tests ## All tests: unit tests, then those against real brokers and servers
	@scripts/setup test
	@scripts/test

bench: ## The benchmarks: builds in release, measures, prints one table
	@scripts/setup bench
	@python3 -B Benchmarks/run.py

fuzz: setup ## Random expressions and playbooks for a minute, with libFuzzer: no crash, no hang, bounded memory
	@scripts/fuzz

torture: build ## The engine is killed 20 times under load, and nothing may be lost or done twice
	@python3 -B Tests/Torture/test_account.py
	@scripts/torture kill 20 --cordon .build/debug/cordon

simulate: setup ## The real engine in made-up worlds: SEEDS=100000 of them, from FROM=0 on
	@scripts/simulate --seeds $(or $(SEEDS),100000) --from $(or $(FROM),0)

tamper: build-tests ## Everything that can be done to an audit log, done to every place of one of ENTRIES=10000
	CORDON_TAMPER_ENTRIES=$(or $(ENTRIES),10000) swift test --skip-build --disable-xctest --filter TamperingTests

mutants: setup ## Breaks the engine in small ways, one at a time: the simulation must notice each
	@scripts/mutants

lint: ## The formatter's lint
	@scripts/lint

check: build ## Checks the shipped playbooks and the examples, and runs their tests
	.build/debug/cordon check Playbooks examples
	.build/debug/cordon test Playbooks --coverage-min 100

docs: setup ## The documentation of the library CEL, as pages, in .build/docs
	@scripts/docs

reference: build ## Writes docs/reference and docs/diagnostics.md anew, from the code
	.build/debug/cordon reference docs

clean: ## Removes what was built, and keeps what was fetched
	swift package clean
