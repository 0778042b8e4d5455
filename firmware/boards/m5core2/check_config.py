"""Makes sdkconfig.h of sdkconfig.defaults by ESP-IDF's own Kconfig files, and fails where a line of it has no effect.

check_config.py IDF_PATH SDKCONFIG_DEFAULTS WORK_FOLDER
"""
import glob
import os
import sys

import kconfiglib

idf, defaults, work = sys.argv[1:]


def list_of(pattern):
    path = os.path.join(work, pattern + ".list")
    with open(path, "w") as file:
        for found in sorted(glob.glob(os.path.join(idf, "components", "*", pattern))):
            file.write(f'source "{found}"\n')
    return path


class MenuWithHelp(kconfiglib.MenuNode):
    """ESP-IDF's files give menus a help text, too."""

    def __init__(self):
        super().__init__()
        self.help = None


kconfiglib.MenuNode = MenuWithHelp
os.environ.update(
    srctree=idf, IDF_PATH=idf, IDF_TARGET="esp32", IDF_TOOLCHAIN="gcc", IDF_ENV_FPGA="", IDF_VERSION="5",
    IDF_INIT_VERSION="5", ESP_IDF_VERSION="5", IDF_MINIMAL_BUILD="y", IDF_CI_BUILD="", IDF_DOC_BUILD="",
    COMPONENT_KCONFIGS_SOURCE_FILE=list_of("Kconfig"),
    COMPONENT_KCONFIGS_PROJBUILD_SOURCE_FILE=list_of("Kconfig.projbuild"))
config = kconfiglib.Kconfig(os.path.join(idf, "Kconfig"), warn=False)
config.load_config(defaults)
for line in open(defaults):
    if not line.startswith("CONFIG_"):
        continue
    name, wanted = line[len("CONFIG_"):].strip().split("=", 1)
    symbol = config.syms.get(name)
    if symbol is None or not symbol.nodes:
        sys.exit(f"sdkconfig.defaults: this ESP-IDF knows no CONFIG_{name}")
    if symbol.str_value != wanted.strip('"'):
        sys.exit(f"sdkconfig.defaults: CONFIG_{name} is {symbol.str_value}, not {wanted}; something else decides it")
config.write_autoconf(os.path.join(work, "sdkconfig.h"))
print("sdkconfig.defaults: every line has its effect")
