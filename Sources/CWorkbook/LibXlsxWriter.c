// The functions of libxlsxwriter that Tiendo calls.
#ifdef HAS_XLSXWRITER

#include <xlsxwriter.h>

// The structures are those of the header, so the number of the library is the header's too.
#ifdef LXW_SOVERSION
#define FORWARDING_NAMES "libxlsxwriter.so." LXW_SOVERSION, "libxlsxwriter.so"
#else
#define FORWARDING_NAMES "libxlsxwriter.so"
#endif
#include "../CCompression/Forwarding.h"

GIVE(lxw_chart_series *, chart_add_series,
  (lxw_chart *chart, const char *categories, const char *values),
  (chart, categories, values))
PASS(chart_axis_set_name, (lxw_chart_axis *axis, const char *name), (axis, name))
PASS(chart_axis_set_reverse, (lxw_chart_axis *axis), (axis))
PASS(chart_legend_set_position, (lxw_chart *chart, uint8_t position), (chart, position))
PASS(chart_series_set_categories,
  (lxw_chart_series *series, const char *sheetname, lxw_row_t first_row, lxw_col_t first_col, lxw_row_t last_row, lxw_col_t last_col),
  (series, sheetname, first_row, first_col, last_row, last_col))
PASS(chart_series_set_name_range,
  (lxw_chart_series *series, const char *sheetname, lxw_row_t row, lxw_col_t col),
  (series, sheetname, row, col))
PASS(chart_series_set_values,
  (lxw_chart_series *series, const char *sheetname, lxw_row_t first_row, lxw_col_t first_col, lxw_row_t last_row, lxw_col_t last_col),
  (series, sheetname, first_row, first_col, last_row, last_col))
PASS(chart_title_set_name, (lxw_chart *chart, const char *name), (chart, name))
PASS(format_set_align, (lxw_format *format, uint8_t alignment), (format, alignment))
PASS(format_set_bold, (lxw_format *format), (format))
PASS(format_set_bottom, (lxw_format *format, uint8_t style), (format, style))
PASS(format_set_font_color, (lxw_format *format, lxw_color_t color), (format, color))
PASS(format_set_italic, (lxw_format *format), (format))
PASS(format_set_num_format, (lxw_format *format, const char *num_format), (format, num_format))
PASS(format_set_text_wrap, (lxw_format *format), (format))
PASS(format_set_underline, (lxw_format *format, uint8_t style), (format, style))
GIVE(char *, lxw_strerror, (lxw_error error_num), (error_num))
GIVE(const char *, lxw_version, (void), ())
PASS(lxw_workbook_free, (lxw_workbook *workbook), (workbook))
GIVE(lxw_chart *, workbook_add_chart, (lxw_workbook *workbook, uint8_t chart_type), (workbook, chart_type))
GIVE(lxw_format *, workbook_add_format, (lxw_workbook *workbook), (workbook))
GIVE(lxw_worksheet *, workbook_add_worksheet,
  (lxw_workbook *workbook, const char *sheetname),
  (workbook, sheetname))
GIVE(lxw_error, workbook_close, (lxw_workbook *workbook), (workbook))
GIVE(lxw_workbook *, workbook_new_opt,
  (const char *filename, lxw_workbook_options *options),
  (filename, options))
GIVE(lxw_error, worksheet_autofilter,
  (lxw_worksheet *worksheet, lxw_row_t first_row, lxw_col_t first_col, lxw_row_t last_row, lxw_col_t last_col),
  (worksheet, first_row, first_col, last_row, last_col))
PASS(worksheet_fit_to_pages,
  (lxw_worksheet *worksheet, uint16_t width, uint16_t height),
  (worksheet, width, height))
PASS(worksheet_freeze_panes, (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col), (worksheet, row, col))
GIVE(lxw_error, worksheet_insert_chart_opt,
  (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col, lxw_chart *chart, lxw_chart_options *user_options),
  (worksheet, row, col, chart, user_options))
GIVE(lxw_error, worksheet_repeat_rows,
  (lxw_worksheet *worksheet, lxw_row_t first_row, lxw_row_t last_row),
  (worksheet, first_row, last_row))
GIVE(lxw_error, worksheet_set_column,
  (lxw_worksheet *worksheet, lxw_col_t first_col, lxw_col_t last_col, double width, lxw_format *format),
  (worksheet, first_col, last_col, width, format))
PASS(worksheet_set_landscape, (lxw_worksheet *worksheet), (worksheet))
PASS(worksheet_set_paper, (lxw_worksheet *worksheet, uint8_t paper_type), (worksheet, paper_type))
GIVE(lxw_error, worksheet_write_boolean,
  (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col, int value, lxw_format *format),
  (worksheet, row, col, value, format))
GIVE(lxw_error, worksheet_write_number,
  (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col, double number, lxw_format *format),
  (worksheet, row, col, number, format))
GIVE(lxw_error, worksheet_write_string,
  (lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t col, const char *string, lxw_format *format),
  (worksheet, row, col, string, format))
GIVE(lxw_error, worksheet_write_url_opt,
  (lxw_worksheet *worksheet, lxw_row_t row_num, lxw_col_t col_num, const char *url, lxw_format *format, const char *string, const char *tooltip),
  (worksheet, row_num, col_num, url, format, string, tooltip))

#endif
