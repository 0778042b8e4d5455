# Two commands do everything on a fresh Debian 12: `make demo` and `make test`.

BUILD ?= build
JOBS ?= $(shell nproc)
# Several sources are compiled as one: a clean build takes a third of the time. UNITY=OFF suits editing one file after
# the other.
UNITY ?= ON
CMAKE_OPTIONS ?=
CONFIGURE := -G Ninja -DCMAKE_UNITY_BUILD=$(UNITY) -DCMAKE_UNITY_BUILD_BATCH_SIZE=10 $(CMAKE_OPTIONS)
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

PACKAGES := build-essential cmake ninja-build pkg-config clang clang-format \
  libtorch-dev libopenblas-dev libeigen3-dev libspdlog-dev libfmt-dev libyaml-cpp-dev libcli11-dev \
  nlohmann-json3-dev flatbuffers-compiler libflatbuffers-dev zlib1g-dev libcsv-dev libsndfile1-dev libsamplerate0-dev libespeak-ng-dev espeak-ng-data libserialport-dev libssl-dev libgtest-dev libgmock-dev \
  gcc-xtensa-lx106 picolibc-xtensa-lx106-elf qemu-system-misc gcc-arm-none-eabi picolibc-arm-none-eabi \
  qemu-system-arm gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf llvm-22 libjs-chart.js
# Only `make test` needs these: a browser opens the report.
TEST_PACKAGES := chromium

.DEFAULT_GOAL := help
.PHONY: help packages configure build demo test bench bench-models board-models bench-training check-board format format-check sanitize fuzz clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

packages: ## install what is missing of the Debian packages bitstill needs
	@missing=$$(for p in $(PACKAGES); do \
	    dpkg-query -W -f '$${db:Status-Status}' $$p 2>/dev/null | grep -q '^installed$$' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  echo "installing:" $$missing; \
	  $(SUDO) apt-get update -qq && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

configure: packages
	@cmake -S . -B $(BUILD) $(CONFIGURE) >$(BUILD).log 2>&1 || (cat $(BUILD).log; exit 1)
	@rm -f $(BUILD).log

build: configure ## build the command: build/bitstill
	cmake --build $(BUILD) -j $(JOBS) --target bitstill

demo: build ## a keyword spotter for three typed words: spoken by a synthesiser, trained, distilled, quantised, proven
	$(BUILD)/bitstill run configs/my_words.yaml

test: PACKAGES += $(TEST_PACKAGES)
test: configure ## build and run every test
	cmake --build $(BUILD) -j $(JOBS)
	ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS)

bench: build bench-models ## Hinton's experiment on MNIST over five seeds, and what modules cost on every target found
	$(BUILD)/bitstill compare configs/hinton_mnist.yaml
	[ -d runs/sine/generated ] || $(BUILD)/bitstill run configs/sine.yaml
	$(BUILD)/bitstill bench runs/sine

# Two samples each: counts hardly depend on the data, and an emulated inference takes seconds.
MODELS ?= ../shared/golden
bench-models: build ## tables of public models in MODELS (../shared/golden): beside TFLite Micro, portable beside ESP32
	@set -e; modules=; \
	for m in hello_world_int8 ad01 micro_speech kws_ref person_detect resnet8; do \
	  [ -f $(MODELS)/$$m/model.tflite ] || continue; \
	  for t in portable esp32; do \
	    $(BUILD)/bitstill generate $(MODELS)/$$m/model.tflite -o $(BUILD)/bench/$$m-$$t --target $$t >/dev/null; \
	    modules="$$modules $(BUILD)/bench/$$m-$$t"; \
	  done; \
	done; \
	[ -n "$$modules" ] || { echo "no models in $(MODELS)"; exit 0; }; \
	$(BUILD)/bitstill bench --table --samples 2 $$modules

# All samples of the models and of the single operators in ops/, a line for each file of samples. What is said of one
# that fails stays in BUILD/board.
SAMPLES ?= 1000000
ON ?= board:xtensa_sim
board-models: build ## prove all public models in MODELS on a board (ON, emulated), the first SAMPLES of each file
	@mkdir -p $(BUILD)/board; failed=; \
	for m in $(MODELS)/*/model.tflite $(MODELS)/ops/*/model.tflite; do \
	  [ -f $$m ] || continue; \
	  from=$$(dirname $$m); name=$$(basename $$from); to=$(BUILD)/board/$$name; \
	  for inputs in $$from/inputs*.bin; do \
	    if $(BUILD)/bitstill generate $$m -o $$to >$$to.txt 2>&1 && \
	      $(BUILD)/bitstill verify $$to --on $(ON) --inputs $$inputs --expect $$from/outputs$${inputs##*/inputs} \
	        --samples $(SAMPLES) >$$to.txt 2>&1; then \
	      printf '%-20s %s\n' $$name "$$(grep ' equal: ' $$to.txt)"; \
	    else \
	      printf '%-20s fails with %s: see %s.txt\n' $$name $$(basename $$inputs) $$to; failed="$$failed $$name"; break; \
	    fi; \
	  done; \
	done; \
	[ -z "$$failed" ] || { echo "not equal:$$failed"; exit 1; }

bench-training: configure ## training speed beside PyTorch's, which it installs (on the data of configs/mnist_mlp.yaml)
	@missing=$$(for p in python3-torch python3-numpy; do \
	    dpkg-query -W -f '$${db:Status-Status}' $$p 2>/dev/null | grep -q '^installed$$' || echo $$p; done); \
	[ -z "$$missing" ] || $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends $$missing >/dev/null
	cmake --build $(BUILD) -j $(JOBS) --target bench_training
	/usr/bin/python3 train/bench/training_speed.py --ours $(BUILD)/train/bench/bench_training \
	  --config configs/mnist_mlp.yaml --data ../shared/data/mnist

SANITIZED := configs datasets codegen firmware modules hostile
sanitize: packages ## the tests that need no training, under AddressSanitizer and UndefinedBehaviorSanitizer
	cmake -S . -B $(BUILD)-sanitize $(CONFIGURE) -DBITSTILL_SANITIZE=ON >/dev/null
	cmake --build $(BUILD)-sanitize -j $(JOBS) --target $(SANITIZED:%=test_%)
	@# test_hostile counts memory with operators new and delete of its own, over malloc: no mismatch, only a look of it.
	export ASAN_OPTIONS=alloc_dealloc_mismatch=0; \
	for t in $(SANITIZED); do $(BUILD)-sanitize/tests/$$t/test_$$t --gtest_brief=1 || exit 1; done

FUZZ_SECONDS ?= 600
fuzz: packages ## strange files for the compiler and strange bytes for a board, made by libFuzzer, for FUZZ_SECONDS each
	cmake -S . -B $(BUILD)-fuzz $(CONFIGURE) -DBITSTILL_FUZZ=ON -DCMAKE_C_COMPILER=clang \
	  -DCMAKE_CXX_COMPILER=clang++ >/dev/null
	cmake --build $(BUILD)-fuzz -j $(JOBS)
	mkdir -p $(BUILD)-fuzz/corpus $(BUILD)-fuzz/scripts
	$(BUILD)-fuzz/tests/hostile/fuzz/fuzz_commands -max_total_time=$(FUZZ_SECONDS) -max_len=2000 -timeout=20 \
	  -jobs=$(JOBS) -workers=$(JOBS) $(BUILD)-fuzz/scripts
	$(BUILD)-fuzz/tests/hostile/fuzz/fuzz_corpus $(BUILD)-fuzz/corpus
	$(BUILD)-fuzz/tests/hostile/fuzz/fuzz_compiler -max_total_time=$(FUZZ_SECONDS) -max_len=30000 -timeout=20 \
	  -jobs=$(JOBS) -workers=$(JOBS) $(BUILD)-fuzz/corpus

# IDF_PATH, M5UNIFIED_PATH and M5GFX_PATH: checkouts of ESP-IDF 5.3 to 5.5 and the two libraries. Compiler: ESP-IDF's on
# PATH, else the one that CMake found. Where that brings no C++ headers: libstdc++-arm-none-eabi-dev and libnewlib-dev.
check-board: PACKAGES += python3-kconfiglib
check-board: ## compile the Core2's sources, types only, against real headers: IDF_PATH=... M5UNIFIED_PATH=... M5GFX_PATH=...
	@if [ -z "$(IDF_PATH)" ] || [ -z "$(M5UNIFIED_PATH)" ] || [ -z "$(M5GFX_PATH)" ]; then \
	  echo "check-board skipped: IDF_PATH, M5UNIFIED_PATH and M5GFX_PATH must name checkouts"; \
	else \
	  $(MAKE) --no-print-directory PACKAGES="$(PACKAGES)" configure && \
	  cmake --build $(BUILD) -j $(JOBS) --target test_firmware && \
	  IDF_PATH=$(IDF_PATH) M5UNIFIED_PATH=$(M5UNIFIED_PATH) M5GFX_PATH=$(M5GFX_PATH) \
	    $(BUILD)/tests/firmware/test_firmware --gtest_filter='M5Core2.*'; \
	fi

SOURCES = $(shell find *.h *.cpp configs datasets train distill codegen firmware tests -name '*.h' -o -name '*.cpp')
format: packages ## format every source
	@clang-format -i $(SOURCES)

format-check: packages ## fail where a source is not formatted
	@clang-format --dry-run --Werror $(SOURCES)

clean: ## remove what was built; runs/ stays
	rm -rf $(BUILD) $(BUILD)-sanitize $(BUILD)-fuzz
