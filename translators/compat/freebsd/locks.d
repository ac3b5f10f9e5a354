/*
 * -x compat=freebsd: its sx locks and its rw locks are one kind here. They are not among the probes of
 * other scripts, where a pattern would count each wait twice.
 */
#pragma D attributes Evolving/Evolving/ISA provider lockstat name
#pragma D attributes Private/Private/ISA provider lockstat args

provider lockstat {
	probe sx__acquire(uintptr_t lock, int is_reader) = lockstat:::rw-acquire;
	probe sx__block(uintptr_t lock, uint64_t spent, int is_reader) = lockstat:::rw-block;
	probe sx__release(uintptr_t lock, int is_reader) = lockstat:::rw-release;
	probe sx__downgrade(uintptr_t lock) = lockstat:::rw-downgrade;
	probe sx__spin(uintptr_t lock, uint64_t spent);
	probe sx__upgrade(uintptr_t lock);
	probe rw__spin(uintptr_t lock, uint64_t spent);
};
