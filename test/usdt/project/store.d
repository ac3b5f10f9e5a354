/* An archive: every size and sign, and as many arguments as there can be. */
provider store {
	probe put(int8_t, uint8_t, int16_t, uint16_t, int32_t, uint32_t, int64_t, uint64_t);
	probe many(int, int, int, int, int, int, int, int, int, int, int, int);
	probe unused(void);
};
