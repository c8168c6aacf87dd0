// Makes batches for the benchmarks: the same bytes for the same options, on every machine.
//
//   generate --seed 1 --rows 1000000 --format csv|jsonl|json [--platform bettermode|tinydrive]
//            [--invalid-share 0.01] [--field-bytes N]
//
// Every row depends on the seed and its own number alone, so a longer batch begins with the shorter
// one, and the CSV and the JSON of one seed hold the same people. Of each hundred rows about 25 have a
// name beyond ASCII, 2 a quoted cell, and one is invalid in one of 16 ways. No identity occurs twice.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum format { CSV, JSONL, JSON };
enum platform { BETTERMODE, TINYDRIVE };

// The ways in which a row is invalid. Those that only a CSV can have stand for another one in JSON.
enum fault {
  NO_SUB, NO_NAME, NO_EMAIL, BLANK_NAME, LONG_SUB, MAIL_WITHOUT_AT, MAIL_WITHOUT_DOT, MAIL_WITH_DOTS,
  LONG_MAIL, BAD_SCHEME, BLANK_IN_URL, TWICE_IN_LIST, INVALID_UTF8, BROKEN_SYNTAX, FEW_CELLS,
  MANY_CELLS, FAULTS
};
// Those that the other platform's profile refuses as well.
static const int faults_of_tinydrive[] = {NO_SUB, NO_NAME, BLANK_NAME, INVALID_UTF8, BROKEN_SYNTAX};

static const char *first_names[] = {
  "Ada", "Grace", "Edsger", "Barbara", "Donald", "Margaret", "Alan", "Frances", "Dennis", "Radia",
  "Kenneth", "Adele", "Niklaus", "Sophie", "Tony", "Karen", "Leslie", "Shafi", "Robin", "Jean"};
static const char *last_names[] = {
  "Lovelace", "Hopper", "Dijkstra", "Liskov", "Knuth", "Hamilton", "Turing", "Allen", "Ritchie",
  "Perlman", "Thompson", "Goldberg", "Wirth", "Wilson", "Hoare", "Sparck", "Lamport", "Goldwasser",
  "Milner", "Bartik"};
static const char *far_names[] = {
  "Zoë Müller", "Nguyễn Thị Hương", "李小龍", "Łukasz Żółć", "Ольга Петрова", "Søren Kjærgård",
  "José Ibáñez", "محمد الفارسي", "Δημήτρης Παππάς", "山田 太郎", "김민준", "Ðorđe Šćepanović",
  "अमित शर्मा", "François Lefèvre", "Åsa Öberg", "רות כהן"};
static const char *comma_names[] = {"O'Brien, Siobhan", "von Neumann, John", "Ibarra, Maria del Mar"};
static const char *hosts[] = {
  "example.com", "mail.example.org", "staff.example.net", "example-school.edu", "uni.example.ac.uk"};
static const char *far_hosts[] = {"exämple.com", "почта.example.org"};
static const char *taglines[] = {
  "Coffee before code and tests before lunch", "Runs long distances and short queries",
  "Reads manuals so that you need not", "Collects maps of places that are gone",
  "Half of what works here began as a joke", "Paints with light; repairs old radios",
  "Wrote the first page and lost the second", "Plays the cello badly but with joy"};
static const char *quoting_taglines[] = {
  "She said \"hello\", and that was that", "Coffee, code and cats", "Known as \"the index\"",
  "Two lines,\nand this is the second"};
static const char *teams[] = {
  "engineering", "support", "marketing", "sales", "operations", "research", "finance", "design"};

#define PICK(list, random) list[(random) % (sizeof list / sizeof *list)]

static uint64_t mixed(uint64_t x) {  // splitmix64
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
  x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  return x ^ x >> 31;
}

static uint64_t state;
static uint64_t next(void) { return state = mixed(state); }
static int chance(double share) { return (next() >> 11) * 0x1p-53 < share; }

struct text { char bytes[1 << 17]; size_t count; };
static struct text output;

static void flush(void) {
  for (size_t done = 0; done < output.count;) {
    ssize_t n = write(1, output.bytes + done, output.count - done);
    if (n < 0) { perror("generate"); exit(1); }
    done += (size_t)n;
  }
  output.count = 0;
}
static void put(const char *bytes, size_t count) {
  while (count > 0) {
    if (output.count == sizeof output.bytes) flush();
    size_t room = sizeof output.bytes - output.count, part = count < room ? count : room;
    memcpy(output.bytes + output.count, bytes, part);
    output.count += part, bytes += part, count -= part;
  }
}
static void puts_(const char *text) { put(text, strlen(text)); }

struct cell { char *bytes; size_t count, room; };
static void cell_add(struct cell *cell, const char *text) {
  size_t count = strlen(text);
  if (cell->count + count > cell->room)
    cell->bytes = realloc(cell->bytes, cell->room = 2 * (cell->count + count) + 64);
  memcpy(cell->bytes + cell->count, text, count);
  cell->count += count;
}
static void cell_set(struct cell *cell, const char *text) { cell->count = 0; cell_add(cell, text); }

static void put_csv(const struct cell *cell) {
  int quoted = 0;
  for (size_t i = 0; i < cell->count; i++) {
    char c = cell->bytes[i];
    quoted |= c == '"' || c == ',' || c == '\n' || c == '\r';
  }
  if (!quoted) { put(cell->bytes, cell->count); return; }
  puts_("\"");
  for (size_t i = 0; i < cell->count; i++) {
    if (cell->bytes[i] == '"') puts_("\"");
    put(cell->bytes + i, 1);
  }
  puts_("\"");
}

static void put_json(const char *bytes, size_t count) {
  puts_("\"");
  for (size_t i = 0; i < count; i++) {
    char c = bytes[i];
    if (c == '"' || c == '\\') puts_("\\");
    if (c == '\n') puts_("\\n");
    else if (c == '\t') puts_("\\t");
    else put(&bytes[i], 1);
  }
  puts_("\"");
}

enum { SUB, NAME, EMAIL, TAGLINE, PICTURE, SPACES, TEAM, COLUMNS };
static const char *names_of_bettermode[COLUMNS] = {
  "sub", "name", "email", "tagline", "picture", "spaceIds", "team"};
static const char *names_of_tinydrive[COLUMNS] = {"sub", "name", NULL, "drive_root", NULL, NULL, NULL};

static struct cell cells[COLUMNS];
static enum platform platform;
static const char **names = names_of_bettermode;

static void lower(char *text) {
  for (; *text; text++) if (*text >= 'A' && *text <= 'Z') *text |= 0x20;
}

/// Fills the cells with a valid row. `number` makes what is unique.
static void make_row(uint64_t number, size_t field_bytes) {
  char text[512], id[24];
  // An odd factor keeps numbers below 2^40 apart.
  uint64_t key = number * 0x9E3779B97Fu & ((1ull << 40) - 1);
  snprintf(id, sizeof id, "%010llx", (unsigned long long)key);
  snprintf(text, sizeof text, "member-%s", id);
  cell_set(&cells[SUB], text);

  int is_quoted = chance(0.02), quoted_kind = is_quoted ? (int)(next() % 3) : -1;
  const char *first = PICK(first_names, next()), *last = PICK(last_names, next());
  if (quoted_kind == 0) {
    cell_set(&cells[NAME], PICK(comma_names, next()));
  } else if (chance(0.25)) {
    cell_set(&cells[NAME], PICK(far_names, next()));
  } else {
    snprintf(text, sizeof text, "%s %s%s", first, last, chance(0.01) ? " " : "");
    cell_set(&cells[NAME], text);
  }

  const char *host = chance(0.004) ? PICK(far_hosts, next()) : PICK(hosts, next());
  snprintf(text, sizeof text, "%c.%s.%s@%s", first[0], last, id + 2, host);
  lower(text);
  // The two digits that are left out of the address are told apart by its first letters.
  char unique[64];
  snprintf(unique, sizeof unique, "%.2s", id);
  memmove(text + 2, text, strlen(text) + 1);
  memcpy(text, unique, 2);
  cell_set(&cells[EMAIL], text);

  if (field_bytes > 0) {
    cells[TAGLINE].count = 0;
    while (cells[TAGLINE].count < field_bytes) {
      cell_add(&cells[TAGLINE], PICK(taglines, next()));
      cell_add(&cells[TAGLINE], " ");
    }
    cells[TAGLINE].count = field_bytes;
  } else if (quoted_kind == 1) {
    cell_set(&cells[TAGLINE], PICK(quoting_taglines, next()));
  } else if (chance(0.05)) {
    cell_set(&cells[TAGLINE], "");
  } else if (chance(0.002)) {
    cell_set(&cells[TAGLINE], "C:\\temp is my home\tdirectory");
  } else {
    cell_set(&cells[TAGLINE], PICK(taglines, next()));
  }

  if (chance(0.05)) cell_set(&cells[PICTURE], "");
  else {
    snprintf(text, sizeof text, "https://img.example.com/people/%s.%s", id, chance(0.5) ? "jpg" : "png");
    cell_set(&cells[PICTURE], text);
  }

  snprintf(text, sizeof text, "space-%u", (unsigned)(next() % 900 + 100));
  cell_set(&cells[SPACES], text);
  if (quoted_kind == 2) {
    cell_add(&cells[SPACES], chance(0.5) ? "," : ", ");
    snprintf(text, sizeof text, "space-%u", (unsigned)(next() % 900 + 1100));
    cell_add(&cells[SPACES], text);
  }
  cell_set(&cells[TEAM], PICK(teams, next()));

  if (platform == TINYDRIVE) {
    snprintf(text, sizeof text, "/drives/%s", id);
    if (field_bytes == 0) cell_set(&cells[TAGLINE], text);
  }
}

/// Makes the row invalid. Faults of syntax are put in while writing.
static void spoil(enum fault fault) {
  char text[512];
  switch (fault) {
    case NO_SUB: cell_set(&cells[SUB], ""); break;
    case NO_NAME: cell_set(&cells[NAME], ""); break;
    case NO_EMAIL: cell_set(&cells[EMAIL], ""); break;
    case BLANK_NAME: cell_set(&cells[NAME], "  "); break;
    case LONG_SUB:
      cell_add(&cells[SUB], "-with-a-tail-that-is-longer-than-the-fifty-allowed");
      break;
    case MAIL_WITHOUT_AT:
      *(char *)memchr(cells[EMAIL].bytes, '@', cells[EMAIL].count) = '.';
      break;
    case MAIL_WITHOUT_DOT:
      cells[EMAIL].count = (size_t)((char *)memchr(cells[EMAIL].bytes, '@', cells[EMAIL].count)
        - cells[EMAIL].bytes) + 1;
      cell_add(&cells[EMAIL], "localhost");
      break;
    case MAIL_WITH_DOTS: cells[EMAIL].bytes[2] = '.'; break;
    case LONG_MAIL:
      for (int i = 0; i < 4; i++) cell_add(&cells[EMAIL], ".a-department-with-a-very-long-name-of-its-own");
      break;
    case BAD_SCHEME: cell_set(&cells[PICTURE], "javascript:alert(1)"); break;
    case BLANK_IN_URL: cell_set(&cells[PICTURE], "https://img.example.com/people/of the year.png"); break;
    case TWICE_IN_LIST: cell_set(&cells[SPACES], "space-101,space-101"); break;
    case INVALID_UTF8:
      snprintf(text, sizeof text, "M\xFCller %u", (unsigned)(next() % 1000));
      cell_set(&cells[NAME], text);
      break;
    default: break;
  }
}

static void write_csv_row(int fault) {
  int is_first = 1;
  for (int column = 0; column < COLUMNS; column++) {
    if (names[column] == NULL) continue;
    if (fault == FEW_CELLS && column == TEAM) break;
    if (!is_first) puts_(",");
    is_first = 0;
    // A quote inside a cell that does not begin with one.
    if (fault == BROKEN_SYNTAX && column == NAME) puts_("Ada \"the first");
    else put_csv(&cells[column]);
  }
  if (fault == MANY_CELLS) puts_(",and one more");
  puts_("\n");
}

static void write_json_list(const struct cell *cell) {
  puts_("[");
  for (size_t start = 0; start < cell->count;) {
    while (cell->bytes[start] == ' ') start++;
    const char *comma = memchr(cell->bytes + start, ',', cell->count - start);
    size_t end = comma ? (size_t)(comma - cell->bytes) : cell->count;
    put_json(cell->bytes + start, end - start);
    if (comma) puts_(",");
    start = end + 1;
  }
  puts_("]");
}

static void write_json_row(int fault, enum format format, uint64_t number) {
  if (format == JSON) puts_(number == 0 ? "[\n" : ",\n");
  puts_("{");
  int is_first = 1;
  for (int column = 0; column < COLUMNS; column++) {
    if (names[column] == NULL || cells[column].count == 0) continue;
    if (!is_first) puts_(",");
    is_first = 0;
    put_json(names[column], strlen(names[column]));
    puts_(":");
    // What is no JSON at all would end the reading of an array, so there it is a wrong type.
    if (column == NAME && fault == BROKEN_SYNTAX) puts_(format == JSON ? "7" : "Ada");
    else if (column == NAME && fault == FEW_CELLS) puts_("[\"Ada\"]");
    else if (column == TEAM && fault == MANY_CELLS) puts_("{\"name\":\"sales\"}");
    else if (column == SPACES) write_json_list(&cells[column]);
    else put_json(cells[column].bytes, cells[column].count);
  }
  puts_(format == JSON ? "}" : "}\n");
}

static void usage(void) {
  fputs("usage: generate --seed N --rows N --format csv|jsonl|json [--platform bettermode|tinydrive]"
        " [--invalid-share 0.01] [--field-bytes N]\n", stderr);
  exit(64);
}

int main(int argc, char **argv) {
  uint64_t seed = 1, rows = 100000;
  size_t field_bytes = 0;
  double invalid = 0.01;
  enum format format = CSV;
  for (int i = 1; i + 1 < argc; i += 2) {
    const char *option = argv[i], *value = argv[i + 1];
    if (!strcmp(option, "--seed")) seed = strtoull(value, NULL, 10);
    else if (!strcmp(option, "--rows")) rows = strtoull(value, NULL, 10);
    else if (!strcmp(option, "--field-bytes")) field_bytes = strtoull(value, NULL, 10);
    else if (!strcmp(option, "--invalid-share")) invalid = strtod(value, NULL);
    else if (!strcmp(option, "--format"))
      format = !strcmp(value, "jsonl") ? JSONL : !strcmp(value, "json") ? JSON : CSV;
    else if (!strcmp(option, "--platform")) {
      platform = !strcmp(value, "tinydrive") ? TINYDRIVE : BETTERMODE;
      names = platform == TINYDRIVE ? names_of_tinydrive : names_of_bettermode;
    } else usage();
  }
  if (argc % 2 == 0) usage();
  if (format == CSV) {
    int is_first = 1;
    for (int column = 0; column < COLUMNS; column++) {
      if (names[column] == NULL) continue;
      if (!is_first) puts_(",");
      is_first = 0;
      puts_(names[column]);
    }
    puts_("\n");
  }
  for (uint64_t number = 0; number < rows; number++) {
    state = mixed(seed * 0x632BE59BD9B4E019u ^ mixed(number));
    make_row(number + 1, field_bytes);
    int fault = -1;
    if (chance(invalid)) {
      fault = platform == TINYDRIVE ? PICK(faults_of_tinydrive, next()) : (int)(next() % FAULTS);
      spoil((enum fault)fault);
    }
    if (format == CSV) write_csv_row(fault); else write_json_row(fault, format, number);
  }
  if (format == JSON) puts_(rows == 0 ? "[]\n" : "\n]\n");
  flush();
  return 0;
}
