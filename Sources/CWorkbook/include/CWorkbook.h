// The libraries of workbooks (libzip and expat to read, libxlsxwriter to write, freexl for the old
// binary form) behind one face. A library that the build lacks is told by the version NULL.
#ifndef CWORKBOOK_H
#define CWORKBOOK_H

const char *workbook_expat_version(void);
const char *workbook_xlsxwriter_version(void);
const char *workbook_freexl_version(void);

#endif
