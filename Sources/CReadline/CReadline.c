#define _GNU_SOURCE
#include "CReadline.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "LibReadline.h"

// MARK: Signals
//
// Handlers raise a flag and write a byte into a pipe that every wait listens to, so that no
// signal is lost between a check and the wait, whichever thread it is delivered to.

static atomic_bool interrupted, resized, stopped;
static int wake_up[2] = {-1, -1};
static bool installed;
static volatile sig_atomic_t at_prompt;

static void raise_flag(int signal_number) {
  int saved = errno;
  switch (signal_number) {
    case SIGINT: atomic_store(&interrupted, true); break;
    case SIGWINCH: atomic_store(&resized, true); break;
    case SIGTSTP: atomic_store(&stopped, true); break;
  }
  if (wake_up[1] >= 0 && write(wake_up[1], "", 1) < 0) { /* full: already awake */ }
  errno = saved;
}

static void handle(int signal_number, void (*handler)(int), struct sigaction *old) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, old);
}

void tiendo_interrupt_install(void) {
  if (installed) return;
  installed = true;
  if (pipe2(wake_up, O_NONBLOCK | O_CLOEXEC) != 0) wake_up[0] = wake_up[1] = -1;
  handle(SIGINT, raise_flag, NULL);
  handle(SIGPIPE, SIG_IGN, NULL);
}

bool tiendo_interrupt_is_set(void) { return atomic_load(&interrupted); }
bool tiendo_interrupt_take(void) { return atomic_exchange(&interrupted, false); }
void tiendo_interrupt_clear(void) { atomic_store(&interrupted, false); }

/// Waits for input or a signal: true if there is input (or an error that a read will report).
static bool wait_for(int descriptor) {
  struct pollfd waits[2] = {{.fd = descriptor, .events = POLLIN},
                            {.fd = wake_up[0], .events = POLLIN}};
  if (poll(waits, 2, -1) < 0) return errno != EINTR;
  if (waits[1].revents) {
    char bytes[64];
    while (read(wake_up[0], bytes, sizeof bytes) > 0) {}
    return false;
  }
  return waits[0].revents != 0;
}

bool tiendo_interrupt_wait(int descriptor) {
  while (!tiendo_interrupt_is_set()) {
    if (wait_for(descriptor)) return true;
  }
  return false;
}

// MARK: The terminal

static struct termios terminal_before;
/// The key that interrupts, Ctrl-C as a rule; `_POSIX_VDISABLE` if the terminal has none.
static cc_t interrupt_key = _POSIX_VDISABLE;

/// Gives the terminal back before a signal ends the process; only async-signal-safe calls.
static void restore_and_end(int signal_number) {
  if (at_prompt) {
    static const char paste_off[] = "\033[?2004l\r\n";
    if (write(STDOUT_FILENO, paste_off, sizeof paste_off - 1) < 0) { /* nobody looks */ }
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
  }
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

/// Readline's own preparation, with Ctrl-C read as a key. As a signal it would not say which keys
/// were typed before it and which after, and the terminal would drop both.
static void prepare_terminal(int meta) {
  struct termios modes;
  gnu.rl_prep_terminal(meta);
  if (tcgetattr(STDIN_FILENO, &modes) != 0) return;
  if (modes.c_cc[VINTR] != _POSIX_VDISABLE) interrupt_key = modes.c_cc[VINTR];
  modes.c_cc[VINTR] = _POSIX_VDISABLE;
  modes.c_lflag |= NOFLSH;  // Ctrl-Z loses no keys either
  tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
}

static void deprep_at_exit(void) {
  if (at_prompt && *gnu.rl_deprep_term_function) (*gnu.rl_deprep_term_function)();
}

/// Ctrl-Z: gives the terminal back, stops, and draws the line again on continuing.
static void stop_until_continued(void) {
  struct sigaction ours;
  (*gnu.rl_deprep_term_function)();
  handle(SIGTSTP, SIG_DFL, &ours);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
  (*gnu.rl_prep_term_function)(1);
  gnu.rl_resize_terminal();
  gnu.rl_on_new_line();
  gnu.rl_redisplay();
}

static void answer_signals(void) {
  if (atomic_exchange(&resized, false)) gnu.rl_resize_terminal();
  if (atomic_exchange(&stopped, false)) stop_until_continued();
}

/// A key that was read and is readline's next; EOF if there is none.
static int key_ahead = EOF;

/// Reads a key, also in the middle of a command: a paste, a question whether to list all, a quoted
/// key. Ctrl-C reads as readline's own key to abort, then as the end of input, which ends every one
/// of them; the end of input alone would accept a line with text.
static int read_key(FILE *stream) {
  unsigned char key;
  if (key_ahead != EOF) {
    int ahead = key_ahead;
    key_ahead = EOF;
    return ahead;
  }
  for (;;) {
    if (tiendo_interrupt_is_set()) return EOF;
    if (!wait_for(fileno(stream))) {
      answer_signals();
      continue;
    }
    ssize_t count = read(fileno(stream), &key, 1);
    if (count == 1 && key == interrupt_key && key != _POSIX_VDISABLE) {
      atomic_store(&interrupted, true);
      return CTRL('G');
    }
    if (count == 1) return key;
    if (count == 0 || (errno != EINTR && errno != EAGAIN)) return EOF;
  }
}

// MARK: Completion

static tiendo_completer completer;
static tiendo_lister lister;

static char **complete(const char *word, int start, int end) {
  (void)word;
  *gnu.rl_attempted_completion_over = 1;  // never file names that we did not offer
  *gnu.rl_completion_suppress_append = 1;
  if (!completer) return NULL;
  char *before = strndup(*gnu.rl_line_buffer, (size_t)end);
  if (!before) return NULL;
  char **matches = completer(before, (size_t)(end - start));
  free(before);
  return matches;
}

static void list_matches(char **matches, int count, int longest) {
  (void)matches, (void)count, (void)longest;
  int rows, columns;
  gnu.rl_get_screen_size(&rows, &columns);
  char *text = lister ? lister(columns, rows) : NULL;
  gnu.rl_crlf();
  if (text) fputs(text, *gnu.rl_outstream);
  free(text);
  gnu.rl_forced_update_display();
}

// MARK: Reading a line

bool tiendo_readline_configure(tiendo_completer complete_with, tiendo_lister list_with) {
  if (!load_readline()) return false;
  // LC_CTYPE only: other categories would put decimal commas into numbers.
  const char *locale = setlocale(LC_CTYPE, "");
  // With no locale set readline would take the bytes of a letter one by one.
  if (!locale || !strcmp(locale, "C") || !strcmp(locale, "POSIX")) setlocale(LC_CTYPE, "C.UTF-8");
  tiendo_interrupt_install();
  completer = complete_with;
  lister = list_with;
  *gnu.rl_readline_name = "tiendo";
  *gnu.rl_prep_term_function = prepare_terminal;
  *gnu.rl_catch_signals = 0;
  *gnu.rl_catch_sigwinch = 0;
  *gnu.rl_getc_function = read_key;
  *gnu.rl_attempted_completion_function = complete;
  *gnu.rl_completion_display_matches_hook = list_matches;
  *gnu.rl_sort_completion_matches = 0;
  // The word is the whole line: where in it a candidate begins is for the language to say.
  *gnu.rl_completer_word_break_characters = "";
  *gnu.rl_completer_quote_characters = NULL;
  *gnu.history_comment_char = '#';
  *gnu.history_write_timestamps = 1;
  static const char *const defaults[][2] = {{"enable-bracketed-paste", "on"},
                                            {"bell-style", "none"},
                                            {"completion-ignore-case", "on"},
                                            {"show-all-if-ambiguous", "on"},
                                            {"completion-query-items", "200"},
                                            {"page-completions", "off"},
                                            {"history-preserve-point", "off"}};
  for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
    gnu.rl_variable_bind(defaults[i][0], defaults[i][1]);
  }
  static const char *const keys[] = {
      "\"\\e[A\": history-search-backward", "\"\\eOA\": history-search-backward",
      "\"\\e[B\": history-search-forward", "\"\\eOB\": history-search-forward"};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    char binding[64];  // rl_parse_and_bind writes into its argument
    snprintf(binding, sizeof binding, "%s", keys[i]);
    gnu.rl_parse_and_bind(binding);
  }
  gnu.rl_initialize();
  gnu.using_history();
  // The file has all; what a session looks back on must not grow without end.
  gnu.stifle_history(10000);
  atexit(deprep_at_exit);
  return true;
}

void tiendo_history_add(const char *entry) { gnu.add_history(entry); }

static char *finished_line;
static bool finished;

static void finish(char *line) {
  finished_line = line;
  finished = true;
  gnu.rl_callback_handler_remove();
}

/// Leaves whatever readline was doing, a search or an argument too, and the line with it.
static void abandon_line(void) {
  key_ahead = EOF;
  gnu.rl_clear_pending_input();
  if (!finished) {
    gnu.rl_callback_sigcleanup();
    gnu.rl_free_line_state();
    gnu.rl_clear_message();
    *gnu.rl_point = *gnu.rl_end;
    gnu.rl_redisplay();
    gnu.rl_echo_signal_char(SIGINT);
    gnu.rl_crlf();
    gnu.rl_replace_line("", 0);
    gnu.rl_callback_handler_remove();
  }
  gnu.rl_cleanup_after_signal();
  free(finished_line);
  finished_line = NULL;
}

int tiendo_readline_read(const char *prompt, char **line) {
  static const int ending[] = {SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGILL,
                               SIGTRAP, SIGSEGV, SIGBUS, SIGFPE};
  enum { ENDING = sizeof ending / sizeof *ending };
  struct sigaction old_ending[ENDING], old_resize, old_stop;
  *line = NULL;
  finished = false;
  finished_line = NULL;
  tiendo_interrupt_clear();
  tcgetattr(STDIN_FILENO, &terminal_before);
  handle(SIGWINCH, raise_flag, &old_resize);
  handle(SIGTSTP, raise_flag, &old_stop);
  for (int i = 0; i < ENDING; i++) handle(ending[i], restore_and_end, &old_ending[i]);
  gnu.rl_resize_terminal();
  at_prompt = 1;
  gnu.rl_callback_handler_install(prompt, finish);

  bool interrupt = false;
  while (!finished && !interrupt) {
    // Readline is not called for Ctrl-C itself, so that the line stays to be left by `abandon_line`.
    key_ahead = read_key(stdin);
    if (!tiendo_interrupt_is_set()) gnu.rl_callback_read_char();
    interrupt = tiendo_interrupt_take();
  }
  if (interrupt) abandon_line();

  at_prompt = 0;
  for (int i = 0; i < ENDING; i++) sigaction(ending[i], &old_ending[i], NULL);
  sigaction(SIGTSTP, &old_stop, NULL);
  sigaction(SIGWINCH, &old_resize, NULL);
  *line = finished_line;
  return interrupt ? TIENDO_INTERRUPTED : finished_line ? TIENDO_LINE : TIENDO_END;
}
