// cmark-gfm as reports use it: Markdown to HTML in one call.
#ifndef TIENDO_CMARKDOWN_H
#define TIENDO_CMARKDOWN_H

#include <stddef.h>

/// Whether this build has the library.
int markdown_is_available(void);

/// The HTML of a CommonMark text with GitHub's tables and footnotes, as malloc'ed text; NULL for want of memory or
/// of the library. HTML of the text is left out, and so are links that would run a script.
///
/// A fenced block whose info is `marker` and a number is replaced by that block, which is HTML already.
/// `left_out` receives how many pieces of HTML were left out, `pictures` the addresses of the pictures,
/// a line for each, as malloc'ed text, or NULL where there are none: in the HTML they stand as `marker`,
/// `-picture-` and their number from 0, for whoever knows what they hold.
char *markdown_html(const char *text, size_t length, const char *marker, const char *const *blocks,
                    size_t block_count, int *left_out, char **pictures);

#endif
