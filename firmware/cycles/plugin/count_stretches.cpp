// A QEMU plug-in that counts what a check runner's last inference executed, layer by layer.
//
// A stretch is a run of instructions executed one after the other in memory, from where a transfer of control led to
// the next that was taken (or to the end of a zero-overhead loop's body). Counted is how often one stretch followed
// another, which a few kilobytes hold for any number of instructions, and how many lines the flash cache fetched. The
// file is read by firmware/cycles/trace.cpp.
//
// Arguments: output (a file), run and run_end (where Network::run() lies), layer (bitstill_after_layer), stop
// (board_clock), flash and flash_end (what is in flash: code and constants), constants (where those begin).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "firmware/cycles/flash_cache.h"
#include "firmware/cycles/plugin/qemu_plugin_api.h"

extern "C" {
__attribute__((visibility("default"))) int qemu_plugin_version = 1;
__attribute__((visibility("default"))) int qemu_plugin_install(qemu_plugin_id_t plugin, const qemu_info_t*,
                                                               int argument_count, char** arguments);
}

namespace {

using bitstill::firmware::FlashCache;

struct Place {
  uint32_t address;
  uint32_t size;
};

struct Layer {
  std::unordered_map<uint64_t, uint64_t> flows;  // from << 32 | to
  uint64_t constant_fetches = 0;
  uint64_t code_fetches = 0;
};

constexpr uint32_t kNothing = 0xffffffff;

class Counter {
 public:
  explicit Counter(std::map<std::string, std::string> arguments) : arguments_(std::move(arguments)) {
    run_ = address("run"), run_end_ = address("run_end"), after_layer_ = address("layer"), stop_ = address("stop");
    flash_ = address("flash"), flash_end_ = address("flash_end"), constants_ = address("constants");
  }

  const Place* translated(const Place& place, const char* text) {
    const auto [known, is_new] = places_.emplace(place.address, std::pair(place, std::string()));
    if (is_new) known->second.second = text;
    return &known->second.first;
  }

  void executes(const Place& place) {
    if (!counting_ && !begins(place.address)) return;
    if (place.address == after_layer_ || place.address == stop_) {
      end_stretch(kNothing);
      counting_ = false;
      if (place.address == after_layer_) layers_.emplace_back();
      return;
    }
    if (place.address != expected_) end_stretch(place.address);
    last_ = place.address;
    expected_ = place.address + place.size;
    if (in_flash(place.address) && cache_.fetches(place.address)) ++layers_.back().code_fetches;
  }

  void loads(uint32_t from) {
    if (!counting_ || !in_flash(from) || !cache_.fetches(from)) return;
    ++(from < constants_ ? layers_.back().code_fetches : layers_.back().constant_fetches);
  }

  void write() const {
    FILE* const file = fopen(arguments_.at("output").c_str(), "w");
    if (file == nullptr) return;
    for (const auto& [address, place] : places_) {
      fprintf(file, "instruction %x %u %s\n", address, place.first.size, place.second.c_str());
    }
    for (const auto& [ends, index] : stretches_) {
      fprintf(file, "stretch %u %x %x\n", index, static_cast<uint32_t>(ends >> 32), static_cast<uint32_t>(ends));
    }
    for (const Layer& layer : layers_) {
      fprintf(file, "layer %llu %llu\n", static_cast<unsigned long long>(layer.constant_fetches),
              static_cast<unsigned long long>(layer.code_fetches));
      const std::map<uint64_t, uint64_t> in_order(layer.flows.begin(), layer.flows.end());
      for (const auto& [ends, count] : in_order) {
        fprintf(file, "flow %d %u %llu\n", static_cast<int>(ends >> 32), static_cast<uint32_t>(ends),
                static_cast<unsigned long long>(count));
      }
    }
    fprintf(file, "end\n");
    fclose(file);
  }

 private:
  uint32_t address(const char* name) const {
    return static_cast<uint32_t>(strtoul(arguments_.at(name).c_str(), nullptr, 0));
  }

  bool in_flash(uint32_t where) const { return flash_ <= where && where < flash_end_; }

  // An inference begins where run() is entered; after the observer it goes on where run() is reached again.
  bool begins(uint32_t where) {
    if (where == run_) layers_.assign(1, {});
    if (layers_.empty() || where < run_ || where >= run_end_) return false;
    first_ = last_ = expected_ = where;
    previous_ = kNothing;
    counting_ = true;
    return true;
  }

  void end_stretch(uint32_t next) {
    const uint64_t ends = uint64_t{first_} << 32 | last_;
    const uint32_t index = stretches_.emplace(ends, static_cast<uint32_t>(stretches_.size())).first->second;
    ++layers_.back().flows[uint64_t{previous_} << 32 | index];
    previous_ = index;
    first_ = next;
  }

  std::map<std::string, std::string> arguments_;
  uint32_t run_, run_end_, after_layer_, stop_, flash_, flash_end_, constants_;
  std::map<uint32_t, std::pair<Place, std::string>> places_;
  std::unordered_map<uint64_t, uint32_t> stretches_;  // first << 32 | last
  std::vector<Layer> layers_;
  FlashCache cache_;
  bool counting_ = false;
  uint32_t first_ = 0, last_ = 0, expected_ = 0, previous_ = kNothing;
};

// Never destroyed: QEMU calls at_exit() after static objects of plug-ins are gone.
Counter* counter = nullptr;

void executes(unsigned, void* place) { counter->executes(*static_cast<const Place*>(place)); }

void accesses(unsigned, qemu_plugin_meminfo_t access, uint64_t address, void*) {
  if (!qemu_plugin_mem_is_store(access)) counter->loads(static_cast<uint32_t>(address));
}

void translates(qemu_plugin_id_t, qemu_plugin_tb* block) {
  for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); ++i) {
    qemu_plugin_insn* const instruction = qemu_plugin_tb_get_insn(block, i);
    char* const text = qemu_plugin_insn_disas(instruction);
    const Place* const place = counter->translated({static_cast<uint32_t>(qemu_plugin_insn_vaddr(instruction)),
                                                    static_cast<uint32_t>(qemu_plugin_insn_size(instruction))},
                                                   text);
    free(text);
    qemu_plugin_register_vcpu_insn_exec_cb(instruction, executes, 0, const_cast<Place*>(place));
    // Loads and stores both: QEMU 7.2 confuses the two when asked for one of them.
    qemu_plugin_register_vcpu_mem_cb(instruction, accesses, 0, 3, nullptr);
  }
}

void at_exit(qemu_plugin_id_t, void*) { counter->write(); }

}  // namespace

int qemu_plugin_install(qemu_plugin_id_t plugin, const qemu_info_t*, int argument_count, char** arguments) {
  std::map<std::string, std::string> named;
  for (int i = 0; i < argument_count; ++i) {
    const char* const value = strchr(arguments[i], '=');
    if (value != nullptr) named[std::string(arguments[i], static_cast<size_t>(value - arguments[i]))] = value + 1;
  }
  for (const char* name : {"output", "run", "run_end", "layer", "stop", "flash", "flash_end", "constants"}) {
    if (named.count(name) == 0) return 1;
  }
  counter = new Counter(std::move(named));
  qemu_plugin_register_vcpu_tb_trans_cb(plugin, translates);
  qemu_plugin_register_atexit_cb(plugin, at_exit, nullptr);
  return 0;
}
