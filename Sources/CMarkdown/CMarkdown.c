#include "CMarkdown.h"

#ifdef HAS_CMARK

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

int markdown_is_available(void) { return 1; }

/// The number behind the marker, or -1.
static long number_of_block(cmark_node *node, const char *marker, size_t block_count) {
  const char *info = cmark_node_get_fence_info(node);
  size_t length = strlen(marker);
  if (!info || strncmp(info, marker, length) != 0 || info[length] != ' ') return -1;
  char *end;
  unsigned long number = strtoul(info + length + 1, &end, 10);
  return *end == '\0' && number < block_count ? (long)number : -1;
}

char *markdown_html(const char *text, size_t length, const char *marker, const char *const *blocks,
                    size_t block_count, int *left_out) {
  const int options = CMARK_OPT_VALIDATE_UTF8;
  static const char *const names[] = {"table", "strikethrough", "tasklist"};
  cmark_gfm_core_extensions_ensure_registered();
  cmark_parser *parser = cmark_parser_new(options);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    cmark_syntax_extension *extension = cmark_find_syntax_extension(names[i]);
    if (extension) cmark_parser_attach_syntax_extension(parser, extension);
  }
  cmark_parser_feed(parser, text, length);
  cmark_node *document = cmark_parser_finish(parser);
  char *html = NULL;
  *left_out = 0;
  if (document) {
    cmark_iter *iterator = cmark_iter_new(document);
    cmark_event_type event;
    while ((event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE) {
      if (event != CMARK_EVENT_ENTER) continue;
      cmark_node *node = cmark_iter_get_node(iterator);
      cmark_node_type type = cmark_node_get_type(node);
      if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) ++*left_out;
      if (type != CMARK_NODE_CODE_BLOCK) continue;
      long number = number_of_block(node, marker, block_count);
      if (number < 0) continue;
      // The iterator stands at the code block, a leaf, whose successor it knows already.
      cmark_node *block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
      if (!block) continue;
      cmark_node_set_on_enter(block, blocks[number]);
      if (cmark_node_replace(node, block)) cmark_node_free(node);
      else cmark_node_free(block);
    }
    cmark_iter_free(iterator);
    html = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser));
    cmark_node_free(document);
  }
  cmark_parser_free(parser);
  return html;
}

#else

int markdown_is_available(void) { return 0; }

char *markdown_html(const char *text, size_t length, const char *marker, const char *const *blocks,
                    size_t block_count, int *left_out) {
  (void)text, (void)length, (void)marker, (void)blocks, (void)block_count;
  *left_out = 0;
  return NULL;
}

#endif
