// The functions of libcmark-gfm that Tiendo calls.
#ifdef HAS_CMARK

#include <cmark-gfm.h>
#include <cmark-gfm_version.h>

// The structures and numbers are those of the header, and so is the version that the library's name ends in.
#define FORWARDING_NAMES "libcmark-gfm.so." CMARK_GFM_VERSION_STRING, "libcmark-gfm.so"
#include "../CCompression/Forwarding.h"

GIVE(cmark_syntax_extension *, cmark_find_syntax_extension, (const char *a), (a))
PASS(cmark_iter_free, (cmark_iter *a), (a))
GIVE(cmark_node *, cmark_iter_get_node, (cmark_iter *a), (a))
GIVE(cmark_iter *, cmark_iter_new, (cmark_node *a), (a))
GIVE(cmark_event_type, cmark_iter_next, (cmark_iter *a), (a))
PASS(cmark_node_free, (cmark_node *a), (a))
GIVE(const char *, cmark_node_get_fence_info, (cmark_node *a), (a))
GIVE(cmark_node_type, cmark_node_get_type, (cmark_node *a), (a))
GIVE(const char *, cmark_node_get_url, (cmark_node *a), (a))
GIVE(cmark_node *, cmark_node_new, (cmark_node_type a), (a))
GIVE(int, cmark_node_replace, (cmark_node *a, cmark_node *b), (a, b))
GIVE(int, cmark_node_set_on_enter, (cmark_node *a, const char *b), (a, b))
GIVE(int, cmark_node_set_url, (cmark_node *a, const char *b), (a, b))
GIVE(int, cmark_parser_attach_syntax_extension, (cmark_parser *a, cmark_syntax_extension *b), (a, b))
PASS(cmark_parser_feed, (cmark_parser *a, const char *b, size_t c), (a, b, c))
GIVE(cmark_node *, cmark_parser_finish, (cmark_parser *a), (a))
PASS(cmark_parser_free, (cmark_parser *a), (a))
GIVE(cmark_llist *, cmark_parser_get_syntax_extensions, (cmark_parser *a), (a))
GIVE(cmark_parser *, cmark_parser_new, (int a), (a))
GIVE(char *, cmark_render_html, (cmark_node *a, int b, cmark_llist *c), (a, b, c))
GIVE(const char *, cmark_version_string, (void), ())

#endif
