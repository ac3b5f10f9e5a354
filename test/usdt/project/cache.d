/* A shared library in C++; its types are its own. */
provider cache {
	probe hit(entry_t *);
	probe miss(const char *key, uint16_t shard);
};
