#include "CMarkdown.h"

#ifdef HAS_CMARK

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int markdown_has_extensions(void);

int markdown_is_available(void) {
  return cmark_version_string() != NULL && markdown_has_extensions();
}

/// The number behind the marker, or -1.
static long number_of_block(cmark_node *node, const char *marker, size_t block_count) {
  const char *info = cmark_node_get_fence_info(node);
  size_t length = strlen(marker);
  if (!info || strncmp(info, marker, length) != 0 || info[length] != ' ') return -1;
  char *end;
  unsigned long number = strtoul(info + length + 1, &end, 10);
  return *end == '\0' && number < block_count ? (long)number : -1;
}

/// Adds the address of a picture to a list, a line for each, and has the picture stand under the marker
/// and its number instead. Returns 0 for want of memory.
static int take_picture(cmark_node *node, const char *marker, size_t number, char **list) {
  const char *address = cmark_node_get_url(node);
  size_t own = address ? strlen(address) : 0, before = *list ? strlen(*list) : 0;
  char *longer = realloc(*list, before + own + 2);
  if (!longer) return 0;
  *list = longer;
  for (size_t i = 0; i < own; i++) longer[before + i] = address[i] == '\n' ? ' ' : address[i];
  longer[before + own] = '\n';
  longer[before + own + 1] = '\0';
  size_t room = strlen(marker) + 40;
  char *name = malloc(room);
  if (!name) return 0;
  snprintf(name, room, "%s-picture-%zu", marker, number);
  int is_set = cmark_node_set_url(node, name);
  free(name);
  return is_set;
}

char *markdown_html(const char *text, size_t length, const char *marker, const char *const *blocks,
                    size_t block_count, int *left_out, char **pictures) {
  const int options = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_FOOTNOTES;
  static const char *const names[] = {"table", "strikethrough", "tasklist"};
  cmark_gfm_core_extensions_ensure_registered();
  *left_out = 0;
  *pictures = NULL;
  cmark_parser *parser = cmark_parser_new(options);
  if (!parser) return NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    cmark_syntax_extension *extension = cmark_find_syntax_extension(names[i]);
    if (extension) cmark_parser_attach_syntax_extension(parser, extension);
  }
  cmark_parser_feed(parser, text, length);
  cmark_node *document = cmark_parser_finish(parser);
  char *html = NULL;
  size_t picture_count = 0;
  int is_whole = 1;
  if (document) {
    cmark_iter *iterator = cmark_iter_new(document);
    cmark_event_type event;
    while ((event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE) {
      if (event != CMARK_EVENT_ENTER) continue;
      cmark_node *node = cmark_iter_get_node(iterator);
      cmark_node_type type = cmark_node_get_type(node);
      if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) ++*left_out;
      if (type == CMARK_NODE_IMAGE && is_whole)
        is_whole = take_picture(node, marker, picture_count++, pictures);
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
    if (is_whole)
      html = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser));
    cmark_node_free(document);
  }
  cmark_parser_free(parser);
  return html;
}

#else

int markdown_is_available(void) { return 0; }

char *markdown_html(const char *text, size_t length, const char *marker, const char *const *blocks,
                    size_t block_count, int *left_out, char **pictures) {
  (void)text, (void)length, (void)marker, (void)blocks, (void)block_count;
  *left_out = 0;
  *pictures = NULL;
  return NULL;
}

#endif
