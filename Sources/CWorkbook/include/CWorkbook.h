// The libraries of workbooks (libzip and expat to read, libxlsxwriter to write) behind one face. A library that the build lacks is told by the version NULL; where it
// is there, its own functions are used as they are.
#ifndef CWORKBOOK_H
#define CWORKBOOK_H

#if __has_include(<zip.h>)
#include <zip.h>
#endif
#if __has_include(<expat.h>)
#include <expat.h>
#endif
#if __has_include(<xlsxwriter.h>)
#include <xlsxwriter.h>
#endif

#include <stddef.h>
#include <stdint.h>

// Search in memory, which the C library offers only as an extension: the first place of a text, and the
// last place of a byte; NULL where there is none.
const uint8_t *workbook_find(const uint8_t *bytes, size_t count, const uint8_t *text, size_t length);
const uint8_t *workbook_find_last(const uint8_t *bytes, size_t count, uint8_t byte);

const char *workbook_expat_version(void);
const char *workbook_xlsxwriter_version(void);

#endif
