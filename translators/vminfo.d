/*
 * The vminfo provider: the kernel's counters of virtual memory as kstat(1M) names them elsewhere.
 * args[0] (arg0) is by how much a counter grows, args[1] (arg1) would be its address: 0. Those at
 * the end have no Linux equivalent: scripts may name them, and they never fire.
 */
#pragma D attributes Evolving/Evolving/ISA provider vminfo name
#pragma D attributes Private/Private/ISA provider vminfo args

/* include/linux/blk_types.h; pages of 4096 bytes */
inline int __bio_op[struct bio *B] = B->bi_opf & 0xff;
inline int __bio_pages[struct bio *B] = (B->bi_iter.bi_size + 4095) >> 12;
inline int __vm_fault_major = 4;
/* Bit 0 of the error code of x86: the page is there, what was done with it is not allowed. */
inline int __fault_protection = 1;
inline int __gfp_zero = 0x100;
/* include/linux/mm_types.h: the fault is a program's own, not of the kernel for it; and tried again. */
inline int __fault_flag_tried = 0x20;
inline int __fault_flag_user = 0x40;

provider vminfo {
	probe anonpgin(int by, uintptr_t statistic) =
	    fbt::swap_read_folio:entry, fbt::swap_readpage:entry : 1, 0;
	probe anonpgout(int by, uintptr_t statistic) =
	    fbt::__swap_writepage:entry, fbt::swap_writeout:entry : 1, 0;
	probe as_fault(int by, uintptr_t statistic) = rawtp:::page_fault_user : 1, 0;
	/* Only x86 and riscv have that. */
	probe as_fault(int by, uintptr_t statistic) = fbt::handle_mm_fault:entry
	    / !__has_probe(rawtp:::page_fault_user) &&
	    (arg2 & (__fault_flag_user | __fault_flag_tried)) == __fault_flag_user / : 1, 0;
	probe cow_fault(int by, uintptr_t statistic) =
	    fbt::wp_page_copy:entry, fbt::do_wp_page:entry : 1, 0;
	probe fspgin(int by, uintptr_t statistic) = rawtp:::mm_filemap_add_to_page_cache : 1, 0;
	probe fspgout(int by, uintptr_t statistic) =
	    rawtp:::folio_wait_writeback, rawtp:::writeback_dirty_folio : 1, 0;
	probe kernel_asflt(int by, uintptr_t statistic) = rawtp:::page_fault_kernel : 1, 0;
	probe kernel_asflt(int by, uintptr_t statistic) = fbt::handle_mm_fault:entry
	    / !__has_probe(rawtp:::page_fault_kernel) &&
	    (arg2 & (__fault_flag_user | __fault_flag_tried)) == 0 / : 1, 0;
	probe maj_fault(int by, uintptr_t statistic) =
	    fbt::handle_mm_fault:return / arg1 & __vm_fault_major / : 1, 0;
	/* The kernel's own count. */
	probe maj_fault(int by, uintptr_t statistic) = cpc:::major_faults-all-1
	    / !__has_probe(fbt::handle_mm_fault:return) / : 1, 0;
	probe pgin(int by, uintptr_t statistic) =
	    rawtp:::block_bio_queue / __bio_op[args[0]] == 0 / : 1, 0;
	probe pgout(int by, uintptr_t statistic) =
	    rawtp:::block_bio_queue / __bio_op[args[0]] == 1 / : 1, 0;
	probe pgpgin(int by, uintptr_t statistic) =
	    rawtp:::block_bio_queue / __bio_op[args[0]] == 0 / :
	    __bio_pages[args[0]], 0;
	probe pgpgout(int by, uintptr_t statistic) =
	    rawtp:::block_bio_queue / __bio_op[args[0]] == 1 / :
	    __bio_pages[args[0]], 0;
	probe pgrrun(int by, uintptr_t statistic) = rawtp:::mm_vmscan_direct_reclaim_begin : 1, 0;
	probe pgrrun(int by, uintptr_t statistic) = rawtp:::mm_vmscan_kswapd_wake : 1, 0;
	probe pgrrun(int by, uintptr_t statistic) = rawtp:::mm_vmscan_memcg_reclaim_begin : 1, 0;
	probe pgswapin(int by, uintptr_t statistic) =
	    fbt::swap_read_folio:entry, fbt::swap_readpage:entry : 1, 0;
	probe pgswapout(int by, uintptr_t statistic) =
	    fbt::__swap_writepage:entry, fbt::swap_writeout:entry : 1, 0;
	probe prot_fault(int by, uintptr_t statistic) =
	    rawtp:::page_fault_user / args[2] & __fault_protection / : 1, 0;
	/* There, writing to a page that is shared until then. */
	probe prot_fault(int by, uintptr_t statistic) =
	    fbt::wp_page_copy:entry, fbt::do_wp_page:entry
	    / !__has_probe(rawtp:::page_fault_user) / : 1, 0;
	probe scan(long by, uintptr_t statistic) = rawtp:::mm_vmscan_lru_isolate : arg3, 0;
	probe swapin(int by, uintptr_t statistic) =
	    fbt::swap_read_folio:entry, fbt::swap_readpage:entry : 1, 0;
	probe swapout(int by, uintptr_t statistic) =
	    fbt::__swap_writepage:entry, fbt::swap_writeout:entry : 1, 0;
	probe zfod(int by, uintptr_t statistic) = fbt::do_anonymous_page:entry : 1, 0;
	probe zfod(int by, uintptr_t statistic) = fbt::vma_alloc_folio:entry
	    / !__has_probe(fbt::do_anonymous_page:entry) && (arg0 & __gfp_zero) / : 1, 0;

	probe anonfree(int by, uintptr_t statistic);
	probe dfree(int by, uintptr_t statistic);
	probe execfree(int by, uintptr_t statistic);
	probe execpgin(int by, uintptr_t statistic);
	probe execpgout(int by, uintptr_t statistic);
	probe fsfree(int by, uintptr_t statistic);
	probe hat_fault(int by, uintptr_t statistic);
	probe pgfrec(int by, uintptr_t statistic);
	probe pgrec(int by, uintptr_t statistic);
	probe rev(int by, uintptr_t statistic);
	probe softlock(int by, uintptr_t statistic);
};
