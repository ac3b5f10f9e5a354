/* Walks over aggregations, orders, resets, what each function gives. */
#include "check.h"

static int more_first(const dtrace_aggdata_t *a, const dtrace_aggdata_t *b, void *arg) {
  (void)arg;
  return (a->value < b->value) - (a->value > b->value);
}

static int remove_x(const dtrace_aggdata_t *data, void *arg) {
  (void)arg;
  return strcmp(data->keys[0].string, "x") == 0   ? DTRACE_AGGWALK_REMOVE
         : strcmp(data->keys[0].string, "y") == 0 ? DTRACE_AGGWALK_CLEAR
                                                  : DTRACE_AGGWALK_NEXT;
}

static int note_joined(const dtrace_aggdata_t *const *data, size_t count, void *arg) {
  char *notes = arg;
  CHECK(count == 2);
  sprintf(notes + strlen(notes), "%s:%d%d:%lld,%lld ", data[0]->keys[0].string, data[0]->present,
          data[1]->present, (long long)data[0]->value, (long long)data[1]->value);
  return DTRACE_AGGWALK_NEXT;
}

static const char keyed[] = "BEGIN { @a[\"x\"] = sum(3); @a[\"y\"] = sum(1); @a[\"z\"] = sum(2);"
                            " @b[\"y\"] = max(7); @b[\"x\"] = max(-5); exit(0); }";

void test_walks(void) {
  static const struct {
    dtrace_aggregate_walk_f *walk;
    const char *expected;
  } orders[] = {
      {dtrace_aggregate_walk_keysorted, "a[x]=3 a[y]=1 a[z]=2 b[x]=-5 b[y]=7 "},
      {dtrace_aggregate_walk_valsorted, "a[y]=1 a[z]=2 a[x]=3 b[x]=-5 b[y]=7 "},
      {dtrace_aggregate_walk_keyvarsorted, "a[x]=3 b[x]=-5 a[y]=1 b[y]=7 a[z]=2 "},
      {dtrace_aggregate_walk_valvarsorted, "b[x]=-5 a[y]=1 a[z]=2 a[x]=3 b[y]=7 "},
      {dtrace_aggregate_walk_keyrevsorted, "b[y]=7 b[x]=-5 a[z]=2 a[y]=1 a[x]=3 "},
      {dtrace_aggregate_walk_valrevsorted, "b[y]=7 b[x]=-5 a[x]=3 a[z]=2 a[y]=1 "},
      {dtrace_aggregate_walk_keyvarrevsorted, "a[z]=2 b[y]=7 a[y]=1 b[x]=-5 a[x]=3 "},
      {dtrace_aggregate_walk_valvarrevsorted, "b[y]=7 a[x]=3 a[z]=2 a[y]=1 b[x]=-5 "},
  };
  uint32_t ids[2] = {9, 9};
  size_t i;
  dtrace_hdl_t *dtp = finished(keyed);
  for (i = 0; i < sizeof orders / sizeof orders[0]; i++) {
    char notes[1000] = "";
    CHECK(orders[i].walk(dtp, note_key, notes) == 0);
    EQUAL(notes, orders[i].expected);
  }
  {
    char notes[1000] = "";
    CHECK(dtrace_aggregate_walk_sorted(dtp, more_first, note_key, notes) == 0);
    EQUAL(notes, "b[y]=7 a[x]=3 a[z]=2 a[y]=1 b[x]=-5 ");
  }
  {
    char notes[1000] = "";
    CHECK(dtrace_aggregate_lookup(dtp, "b", &ids[1]) == 0 && ids[1] == 1);
    CHECK(dtrace_aggregate_lookup(dtp, "a", &ids[0]) == 0 && ids[0] == 0);
    CHECK(dtrace_aggregate_lookup(dtp, "c", &ids[0]) == -1);
    CHECK(dtrace_setopt(dtp, "aggsortkey", "1") == 0);
    CHECK(dtrace_aggregate_walk_joined(dtp, ids, 2, note_joined, notes) == 0);
    EQUAL(notes, "x:11:3,-5 y:11:1,7 z:10:2,0 ");
  }
  dtrace_close(dtp);
}

void test_resets(void) {
  char notes[1000] = "", *text = NULL;
  size_t size = 0;
  FILE *file;
  dtrace_hdl_t *dtp = finished(keyed);
  CHECK(dtrace_aggregate_walk(dtp, remove_x, NULL) == 0);
  CHECK(dtrace_aggregate_snap(dtp) == 0);
  CHECK(dtrace_aggregate_walk_keysorted(dtp, note_key, notes) == 0);
  EQUAL(notes, "a[y]=0 a[z]=2 b[y]=0 ");
  CHECK(dtrace_aggregate_normalize(dtp, 0, 2) == 0);
  CHECK(dtrace_aggregate_normalize(dtp, 0, 0) == -1);
  CHECK(dtrace_aggregate_trunc(dtp, 1, 0) == 0);
  CHECK(dtrace_aggregate_clear(dtp, 2) == -1 && dtrace_errno(dtp) == EDT_BADARG);
  file = open_memstream(&text, &size);
  CHECK(dtrace_aggregate_print(dtp, file, dtrace_aggregate_walk_valrevsorted) == 0);
  fclose(file);
  EQUAL(text, "  z                                                                 1\n"
              "  y                                                                 0\n");
  free(text);
  dtrace_close(dtp);
}

static int check_functions(const dtrace_aggdata_t *data, void *arg) {
  size_t i;
  ++*(int *)arg;
  CHECK(data->nkeys == 0 && data->present);
  if (data->function == DTRACE_AGG_AVG)
    CHECK(data->count == 2 && data->total == 30 && data->value == 15);
  if (data->function == DTRACE_AGG_COUNT)
    CHECK(data->count == 1 && data->value == 1 && data->nbuckets == 0);
  if (data->function != DTRACE_AGG_QUANTIZE && data->function != DTRACE_AGG_LQUANTIZE &&
      data->function != DTRACE_AGG_LLQUANTIZE)
    return DTRACE_AGGWALK_NEXT;
  CHECK(data->nbuckets > 2 && data->buckets[0].low == INT64_MIN);
  CHECK(data->buckets[data->nbuckets - 1].high == INT64_MAX);
  for (i = 0; i < data->nbuckets; i++) {
    const dtrace_aggbucket_t *bucket = &data->buckets[i];
    CHECK(bucket->low <= bucket->high);
    CHECK(i == 0 || bucket->low == bucket[-1].high + 1);
    CHECK(bucket->count == (bucket->low <= 37 && 37 <= bucket->high));
  }
  CHECK(data->count == 1);
  return DTRACE_AGGWALK_NEXT;
}

void test_functions(void) {
  int count = 0;
  dtrace_hdl_t *dtp =
      finished("BEGIN { @a = avg(10); @a = avg(20); @b = count(); @c = quantize(37);"
               " @d = lquantize(37, 0, 100, 7); @e = llquantize(37, 10, 0, 3, 10);"
               " exit(0); }");
  CHECK(dtrace_aggregate_walk(dtp, check_functions, &count) == 0);
  CHECK(count == 5);
  dtrace_close(dtp);
}
