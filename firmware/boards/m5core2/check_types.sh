#!/bin/sh
# Compiles the sources of this board, types only, with a module, against the headers of ESP-IDF, M5Unified and M5GFX.
#
#   IDF_PATH=... M5UNIFIED_PATH=... M5GFX_PATH=... CXX=xtensa-esp32-elf-g++ check_types.sh MODULE WORK_FOLDER
#
# The configuration is what ESP-IDF's own Kconfig files make of sdkconfig.defaults (Debian: python3-kconfiglib). Where the
# compiler brings no C++ library (ESP-IDF's does), newlib's and libstdc++'s headers of another processor serve, from
# NEWLIB_PATH (Debian: libstdc++-arm-none-eabi-dev, libnewlib-dev).
set -eu
module=$1
work=$2
here=$(cd "$(dirname "$0")" && pwd)
app=$here/../../app
mkdir -p "$work"

/usr/bin/python3 "$here/check_config.py" "$IDF_PATH" "$here/sdkconfig.defaults" "$work"

headers="-isystem $work"
if ! printf '#include <functional>\n#include <stdio.h>\n' | $CXX -x c++ -fsyntax-only - 2>/dev/null; then
  newlib=${NEWLIB_PATH:-/usr/include/newlib}
  library=$(ls -d "$newlib"/c++/* 2>/dev/null | tail -n 1)
  [ -n "$library" ] || { echo "$CXX brings no C++ headers, and there are none in $newlib (NEWLIB_PATH)"; exit 2; }
  echo "C and C++ library headers: $newlib"
  # ESP-IDF's own <sys/reent.h> is for its newlib.
  mkdir -p "$work/newlib/sys"
  echo "#include \"$newlib/sys/reent.h\"" >"$work/newlib/sys/reent.h"
  headers="-nostdinc++ -isystem $work/newlib $headers"
  after="-isystem $library -isystem $library/arm-none-eabi -isystem $library/backward -isystem $newlib"
fi

components=$IDF_PATH/components
for folder in "$components"/*/platform_include "$components"/*/esp32/include "$components"/*/include \
  "$components"/*/port/esp32/include "$components"/*/*/include "$components"/soc/esp32 "$components"/soc/esp32/register \
  "$components"/esp_hw_support/include/soc "$components"/esp_hw_support/include/soc/esp32 \
  "$components"/esp_hw_support/port/esp32/. "$components"/esp_rom/esp32 "$components"/esp_system/port/include/private \
  "$components"/freertos/config/include/freertos "$components"/freertos/config/xtensa/include \
  "$components"/freertos/FreeRTOS-Kernel/portable/xtensa/include \
  "$components"/freertos/FreeRTOS-Kernel/portable/xtensa/include/freertos "$components"/hal/platform_port/include; do
  case $folder in
    */linux/* | */riscv/* | */FreeRTOS-Kernel-SMP/* | */esp32[cps][0-9]*/* | */esp32h[0-9]*/*) continue ;;
  esac
  [ -d "$folder" ] && headers="$headers -isystem $folder"
done
headers="$headers -isystem $M5UNIFIED_PATH/src -isystem $M5GFX_PATH/src ${after:-}"

for name in $(grep -o '[a-z0-9_]*\.cpp' "$here/main/CMakeLists.txt"); do
  source=$here/main/$name
  [ -f "$source" ] || source=$app/$name
  # shellcheck disable=SC2086  # a list of words
  $CXX -std=gnu++17 -fsyntax-only -mlongcalls -fno-exceptions -fno-rtti -Wall -Wextra -Werror -DESP_PLATFORM \
    -DBITSTILL_OBSERVE -DSOC_MMU_PAGE_SIZE=CONFIG_MMU_PAGE_SIZE -I"$here/main" -I"$app" -I"$module/src" \
    -I"$module/check" $headers "$source"
  echo "fine: $name"
done
