// Regular expressions by RE2, behind a C face: time grows with the text, never with what a pattern
// could also mean, and memory has a bound.
#ifndef TIENDO_CREGEX_H
#define TIENDO_CREGEX_H

#include <stdbool.h>
#include <stddef.h>

/// What is wrong with a pattern.
enum {
  TIENDO_REGEX_FINE = 0,
  TIENDO_REGEX_MISSING = 1,     // this build has no RE2
  TIENDO_REGEX_BRACKET = 2,     // a `[` is not closed
  TIENDO_REGEX_PARENTHESIS = 3, // a `(` is not closed, or a `)` closes nothing
  TIENDO_REGEX_BACKSLASH = 4,   // a backslash stands at the end
  TIENDO_REGEX_ESCAPE = 5,      // a backslash before what has no such form
  TIENDO_REGEX_CLASS = 6,       // a class of characters or a range in one that does not exist
  TIENDO_REGEX_REPEATS = 7,     // nothing to repeat, or two signs of repetition in a row
  TIENDO_REGEX_TIMES = 8,       // more repetitions than are possible
  TIENDO_REGEX_GROUP = 9,       // a kind of group that does not exist
  TIENDO_REGEX_SIZE = 10,       // more memory than a pattern may take
  TIENDO_REGEX_OTHER = 11,
};

typedef struct tiendo_regex tiendo_regex;

/// Whether the build has RE2.
bool tiendo_regex_is_available(void);

/// Reads a pattern in UTF-8. NULL where it is none: `problem` then says why, and `part` (of
/// `part_size` bytes, always ended by 0) holds the piece of the pattern that it is about.
/// `tells_groups`: whether `tiendo_regex_search` will be asked where groups stand.
tiendo_regex *tiendo_regex_make(
    const char *pattern, size_t length, bool tells_groups, int *problem, char *part,
    size_t part_size);
void tiendo_regex_free(tiendo_regex *regex);

/// Whether the pattern is found somewhere in the text. Several threads may ask at once.
bool tiendo_regex_finds(const tiendo_regex *regex, const char *text, size_t length);

/// How many groups the pattern has, the whole not counted.
int tiendo_regex_groups(const tiendo_regex *regex);

/// The first place at or after `from` where the pattern stands: `spans` gets the start and the end of
/// the whole and of each group, `count` pairs in all; -1 for a group that took no part.
bool tiendo_regex_search(
    const tiendo_regex *regex, const char *text, size_t length, size_t from, ptrdiff_t *spans,
    int count);

#endif
