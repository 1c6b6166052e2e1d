#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CWorkbook.h"

#include <string.h>

#ifdef HAS_EXPAT
#include <expat.h>
#endif
#ifdef HAS_XLSXWRITER
#include <xlsxwriter.h>
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

const uint8_t *workbook_find(const uint8_t *bytes, size_t count, const uint8_t *text, size_t length) {
  return memmem(bytes, count, text, length);
}

const uint8_t *workbook_find_last(const uint8_t *bytes, size_t count, uint8_t byte) {
  return memrchr(bytes, byte, count);
}
