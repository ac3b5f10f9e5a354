#ifdef __cplusplus
extern "C" {
#endif
int handle(int id, const char *path);
int cache_find(const char *key);
int cache_size(void);
void store_put(int n);
#ifdef __cplusplus
}
#endif
