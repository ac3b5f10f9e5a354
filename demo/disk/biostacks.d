#!/usr/sbin/dtrace -qs
/*
 * biostacks.d - why block devices are asked: the kernel's stacks
 *
 * SYNOPSIS
 *     biostacks.d [-c command]
 *
 * DESCRIPTION
 *     At the end, for each way through the kernel that led to requests to block devices: the program,
 * the stack, and the number of requests and of bytes. The largest come last. It distinguishes reads
 * that a program asked for from read-ahead, write-back, journals and swapping.
 *
 * EXAMPLE
 *     # ./biostacks.d -c 'dd if=image of=/dev/null bs=64k iflag=direct status=none'
 *     dd
 *     vmlinux`blk_mq_start_request+0xcf
 *     vmlinux`virtblk_prep_rq.isra.0+0x13f
 *     vmlinux`virtio_queue_rq+0x43
 *     vmlinux`blk_mq_dispatch_rq_list+0x127
 *     ...
 *     vmlinux`__iomap_dio_rw+0x612
 *     vmlinux`iomap_dio_rw+0xe
 *     vmlinux`ext4_file_read_iter+0x18b
 *     vmlinux`vfs_read+0x2a4
 *     vmlinux`ksys_read+0x6f
 *                  100 requests         6553600 bytes
 */
io:::start
{
	@requests[execname, stack()] = count();
	@bytes[execname, stack()] = sum(args[0]->b_bcount);
}

END
{
	printa("%s%k%@16d requests%@16d bytes\n\n", @requests, @bytes);
}
