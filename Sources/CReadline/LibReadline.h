// The names of GNU readline that Tiendo uses. The library is loaded when the prompt opens: runs without a
// person need none of it, and loading it takes a tenth of what an empty program does.
//
// Each name of the lists is a member of `gnu`, a pointer to what readline's own header declares under it,
// so the compiler checks what is done with it.
#ifndef TIENDO_LIBREADLINE_H
#define TIENDO_LIBREADLINE_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <readline/history.h>
#include <readline/readline.h>

#define READLINE_FUNCTIONS(X)    \
  X(add_history)                 \
  X(rl_callback_handler_install) \
  X(rl_callback_handler_remove)  \
  X(rl_callback_read_char)       \
  X(rl_callback_sigcleanup)      \
  X(rl_cleanup_after_signal)     \
  X(rl_clear_message)            \
  X(rl_clear_pending_input)      \
  X(rl_crlf)                     \
  X(rl_echo_signal_char)         \
  X(rl_forced_update_display)    \
  X(rl_free_line_state)          \
  X(rl_get_screen_size)          \
  X(rl_initialize)               \
  X(rl_on_new_line)              \
  X(rl_parse_and_bind)           \
  X(rl_prep_terminal)            \
  X(rl_redisplay)                \
  X(rl_replace_line)             \
  X(rl_resize_terminal)          \
  X(rl_variable_bind)            \
  X(stifle_history)              \
  X(using_history)

#define READLINE_VARIABLES(X)           \
  X(history_comment_char)               \
  X(history_write_timestamps)           \
  X(rl_attempted_completion_function)   \
  X(rl_attempted_completion_over)       \
  X(rl_catch_signals)                   \
  X(rl_catch_sigwinch)                  \
  X(rl_completer_quote_characters)      \
  X(rl_completer_word_break_characters) \
  X(rl_completion_display_matches_hook) \
  X(rl_completion_suppress_append)      \
  X(rl_deprep_term_function)            \
  X(rl_end)                             \
  X(rl_getc_function)                   \
  X(rl_line_buffer)                     \
  X(rl_outstream)                       \
  X(rl_point)                           \
  X(rl_prep_term_function)              \
  X(rl_readline_name)                   \
  X(rl_sort_completion_matches)

#define READLINE_MEMBER(name) __typeof__(name) *name;
static struct {
  READLINE_FUNCTIONS(READLINE_MEMBER)
  READLINE_VARIABLES(READLINE_MEMBER)
} gnu;
#undef READLINE_MEMBER

// Loads the library; false where it is not there or lacks a name.
static bool load_readline(void) {
  char own[32];
  // The version whose header this was compiled with comes first: its variables have these types.
  snprintf(own, sizeof own, "libreadline.so.%d", RL_VERSION_MAJOR);
  const char *names[] = {own, "libreadline.so"};
  void *library = NULL;
  for (size_t place = 0; !library && place < sizeof names / sizeof *names; place++)
    library = dlopen(names[place], RTLD_NOW | RTLD_LOCAL);
  if (!library) return false;
#define READLINE_FIND(name) \
  if (!(gnu.name = (__typeof__(gnu.name))dlsym(library, #name))) return false;
  READLINE_FUNCTIONS(READLINE_FIND)
  READLINE_VARIABLES(READLINE_FIND)
#undef READLINE_FIND
  return true;
}

#endif
