// The function of libcmark-gfm-extensions that Tiendo calls.
#ifdef HAS_CMARK

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm_version.h>

#define FORWARDING_NAMES \
  "libcmark-gfm-extensions.so." CMARK_GFM_VERSION_STRING, "libcmark-gfm-extensions.so"
#include "../CCompression/Forwarding.h"

PASS(cmark_gfm_core_extensions_ensure_registered, (void), ())

#endif
