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

const char *workbook_expat_version(void);
const char *workbook_xlsxwriter_version(void);

#endif
