#include "CWorkbook.h"

#include <stddef.h>

#ifdef HAS_EXPAT
#include <expat.h>
#endif
#ifdef HAS_XLSXWRITER
#include <xlsxwriter.h>
#endif
#ifdef HAS_FREEXL
#include <freexl.h>
#endif

const char *workbook_expat_version(void) {
#ifdef HAS_EXPAT
  return XML_ExpatVersion();
#else
  return NULL;
#endif
}

const char *workbook_xlsxwriter_version(void) {
#ifdef HAS_XLSXWRITER
  return lxw_version();
#else
  return NULL;
#endif
}

const char *workbook_freexl_version(void) {
#ifdef HAS_FREEXL
  return freexl_version();
#else
  return NULL;
#endif
}
