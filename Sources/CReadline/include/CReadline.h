// GNU readline as this program uses it: one line at a time, from the main thread, returning at
// once on Ctrl-C. Every global of readline stays behind these functions.
#ifndef TIENDO_CREADLINE_H
#define TIENDO_CREADLINE_H

#include <stdbool.h>
#include <stddef.h>

enum {
  TIENDO_LINE = 0,         // Enter was typed; the line is the caller's to free
  TIENDO_INTERRUPTED = 1,  // Ctrl-C; what was typed is gone
  TIENDO_END = 2,          // Ctrl-D on an empty line, or the terminal went away
};

/// Gives the matches for the text before the cursor, of which the last `word_length` bytes are
/// the word that readline would replace: what to insert, then each match, then NULL; all of it
/// from malloc. NULL when there are none.
typedef char **(*tiendo_completer)(const char *before, size_t word_length);
/// Draws the list of the last matches for so many terminal columns, in malloc'ed text that ends
/// in a newline.
typedef char *(*tiendo_lister)(int columns, int rows);

/// Loads readline and sets it up, before ~/.inputrc is read, which therefore wins. Once per process, and
/// before all else here but the interrupts; false where the library is not there.
bool tiendo_readline_configure(tiendo_completer complete, tiendo_lister list);
/// Reads one line from the terminal; the result is one of the constants above.
int tiendo_readline_read(const char *prompt, char **line);
/// Adds an entry to what Up, Down and the searches go through.
void tiendo_history_add(const char *entry);

/// Catches SIGINT, which then only raises a flag, and ignores SIGPIPE.
void tiendo_interrupt_install(void);
bool tiendo_interrupt_is_set(void);
/// Whether the flag was raised; lowers it in the same step.
bool tiendo_interrupt_take(void);
void tiendo_interrupt_clear(void);
/// Waits until `descriptor` can be read: true; false as soon as an interrupt is raised.
bool tiendo_interrupt_wait(int descriptor);

#endif
