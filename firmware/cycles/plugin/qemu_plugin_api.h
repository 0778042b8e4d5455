// Those functions of QEMU's plug-in interface (version 1, QEMU 4.2 to 8) that count_stretches.cpp calls.
//
// Declared here because distributions do not install QEMU's own header; the program that loads the plug-in has them.
#pragma once

#include <stddef.h>
#include <stdint.h>

extern "C" {

using qemu_plugin_id_t = uint64_t;
using qemu_plugin_meminfo_t = uint32_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info_t;

size_t qemu_plugin_tb_n_insns(const qemu_plugin_tb* block);
qemu_plugin_insn* qemu_plugin_tb_get_insn(const qemu_plugin_tb* block, size_t index);
uint64_t qemu_plugin_insn_vaddr(const qemu_plugin_insn* instruction);
size_t qemu_plugin_insn_size(const qemu_plugin_insn* instruction);
char* qemu_plugin_insn_disas(const qemu_plugin_insn* instruction);  // freed by the caller
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t access);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t plugin, void (*call)(qemu_plugin_id_t, qemu_plugin_tb*));
void qemu_plugin_register_vcpu_insn_exec_cb(qemu_plugin_insn* instruction, void (*call)(unsigned core, void* data),
                                            int registers, void* data);
void qemu_plugin_register_vcpu_mem_cb(qemu_plugin_insn* instruction,
                                      void (*call)(unsigned core, qemu_plugin_meminfo_t, uint64_t address, void* data),
                                      int registers, int accesses, void* data);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t plugin, void (*call)(qemu_plugin_id_t, void*), void* data);
}
