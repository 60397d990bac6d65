# Every target is one line in `make help`. The steps are scripts in tools/; each can be run by itself, too.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help play site lighthouse setup wasm vscode test test-rust test-editors test-www sizes bench bench-matching fuzz fmt lint docs clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

play: ## Build and serve the playground (installs what is missing)
	@tools/play.sh

site: ## Build the playground into a folder that any host can serve under any path (SITE, target/site)
	@tools/build-site.sh

setup: ## Install all that building and testing needs: wasm target, wasm-bindgen, node packages, Chromium, Firefox, Neovim
	@tools/setup-rust.sh && tools/setup-wasm-target.sh && tools/setup-wasm-bindgen.sh && tools/setup-node.sh && tools/setup-chromium.sh && tools/setup-firefox.sh && tools/setup-neovim.sh

wasm: ## Build the two wasm modules and the package over them into www/engine
	@tools/build-wasm.sh

vscode: ## Build, test and package the extension for Visual Studio Code (needs npm only)
	@tools/build-vscode.sh

test: setup test-rust test-editors test-www ## Run every test: Rust, docs, editors, the modules under Node, the playground in Chromium

test-rust: ## Run the Rust tests, the examples in the documentation, and the tests of the example scripts
	@tools/test-rust.sh

test-editors: vscode ## Run the language server in Neovim, and the tests of the extension for Visual Studio Code
	@tools/test-neovim.sh

test-www: wasm ## Run the tests of the package under Node and of the playground in Chromium
	@tools/test-www.sh

lighthouse: ## Print what Lighthouse says of the playground; fail below 95 (performance, accessibility, best practices)
	@tools/lighthouse.sh

sizes: wasm ## Print what a page loads, against the budgets; fail when over
	@node tools/sizes.mjs

bench: ## Measure against the budgets and the peers, in one table
	@tools/bench.sh

bench-matching: ## Measure how well topics are found in real messages, beside the peers (DATA=folder; QUICK=1: one draw)
	@tools/bench-matching.sh

fuzz: ## Fuzz the parser, the loader, language packs, suggestions, conversations and their restoring for a minute each (FUZZ_SECONDS)
	@tools/fuzz.sh

fmt: ## Format everything: Rust, TypeScript, scripts
	@cargo fmt && cd www && npm run --silent format

lint: ## Check formatting, clippy on every legal feature set, documentation, TypeScript
	@tools/lint.sh

clean: ## Remove what was built here (the cache of tools stays)
	@rm -rf target www/engine/{dist,pkg} www/playground/dist www/node_modules editors/vscode/{dist,node_modules}
