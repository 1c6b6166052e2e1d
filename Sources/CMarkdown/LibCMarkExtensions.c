// The function of libcmark-gfm-extensions that Tiendo calls.
#ifdef HAS_CMARK

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm_version.h>

#define FORWARDING_NAMES \
  "libcmark-gfm-extensions.so." CMARK_GFM_VERSION_STRING, "libcmark-gfm-extensions.so"
#include "../CCompression/Forwarding.h"

PASS(cmark_gfm_core_extensions_ensure_registered, (void), ())

// Whether the library is there; without it tables would be plain text.
int markdown_has_extensions(void) {
  static _Atomic(void *) known;
  return forwarding_find(&known, "cmark_gfm_core_extensions_ensure_registered") != NULL;
}

#endif
