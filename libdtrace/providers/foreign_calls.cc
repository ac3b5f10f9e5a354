// Stage: providers. The lists, in alphabetic order.
#include "providers/foreign_calls.h"

#include "providers/provider.h"

#include <algorithm>

namespace dtrace {

namespace {

constexpr ForeignSystem systems[] = {
    {"solaris", "Solaris",
     "acancel acctctl acl async audit auditsys autofssys brand cladm context corectl cpc "
     "door doorfs evsys exacctsys facl fchroot fpathconf fsid getacct getcontext getloadavg "
     "getmsg getpagesizes getpmsg getustack gtty hrtsys inst_sync install_utrap issetugid "
     "kaio labelsys lgrpsys lwp_continue lwp_detach lwp_info lwp_killpg lwp_name "
     "lwp_private lwp_setprivate lwp_suspend mmapobj modctl nfs nfssys "
     "ntp_gettime p_online pathconf plock portfs privsys processor_info profil pset psetsys "
     "putacct putmsg putpmsg rctlsys resolvepath rpcsys schedctl sendfilev setustack "
     "sharefs sidsys signotify sigresend sockconfig spawn stty sysconfig sysi86 syssun "
     "systeminfo tasksys ucredsys ulimit upanic uucopy uucopystr wracct zone"},
    {"freebsd", "FreeBSD",
     "__acl_aclcheck_fd __acl_aclcheck_file __acl_aclcheck_link __acl_delete_fd "
     "__acl_delete_file __acl_delete_link __acl_get_fd __acl_get_file __acl_get_link "
     "__acl_set_fd __acl_set_file __acl_set_link __cap_rights_get __mac_execve __mac_get_fd "
     "__mac_get_file __mac_get_link __mac_get_pid __mac_get_proc __mac_set_fd __mac_set_file "
     "__mac_set_link __mac_set_proc __realpathat __setugid __specialfd __syscall __sysctl "
     "__sysctlbyname _umtx_lock _umtx_unlock abort2 afs3_syscall audit auditctl auditon "
     "cap_enter cap_fcntls_get cap_fcntls_limit cap_getmode cap_ioctls_get cap_ioctls_limit "
     "cap_rights_limit chflags chflagsat clock_getcpuclockid2 connectat cpuset "
     "cpuset_getdomain cpuset_getid cpuset_setdomain cpuset_setid extattrctl fchflags "
     "ffclock_getcounter ffclock_getestimate ffclock_setestimate fhlink fhlinkat fhopen "
     "fhreadlink fhstat fhstatfs fpathconf freebsd11_fhstat freebsd11_kevent freebsd11_mknod "
     "freebsd6_lseek freebsd6_mmap fspacectl getaudit getaudit_addr getauid getcontext "
     "getdtablesize getfh getfsstat getlogin getloginclass gssd_syscall issetugid jail "
     "jail_attach jail_get jail_remove jail_set kbounce kenv kldfind kldfirstmod kldload "
     "kldnext kldstat kldsym kldunload kldunloadf kqueuex kse_create kse_exit kse_release "
     "kse_switchin kse_thr_interrupt kse_wakeup ksem_close ksem_destroy ksem_getvalue "
     "ksem_init ksem_open ksem_post ksem_timedwait ksem_trywait ksem_unlink ksem_wait ktrace "
     "lchflags lgetfh lpathconf mac_syscall minherit modfind modfnext modnext modstat msgsys "
     "nfssvc nlm_syscall nmount nnpfs_syscall nstat ntp_gettime pathconf pdfork pdgetpid "
     "pdkill pdwait4 posix_openpt profil rctl_add_rule rctl_get_limits rctl_get_racct "
     "rctl_get_rules rctl_remove_rule revoke rpctls_syscall rtprio rtprio_thread "
     "sctp_generic_recvmsg sctp_generic_sendmsg sctp_generic_sendmsg_iov sctp_peeloff setaudit "
     "setaudit_addr setauid setcontext setfib setlogin setloginclass shm_open shm_open2 "
     "shm_rename shm_unlink sigfastblock swapcontext thr_setname thr_suspend thr_wake undelete "
     "utrace uuidgen vadvise"},
    {"macos", "macOS",
     "__disable_threadsignal __iopolicysys __mac_execve __mac_get_fd __mac_get_file "
     "__mac_get_link __mac_get_mount __mac_get_pid __mac_get_proc __mac_getfsstat __mac_mount "
     "__mac_set_fd __mac_set_file __mac_set_link __mac_set_proc __mac_syscall "
     "__pthread_canceled __pthread_chdir __pthread_fchdir __pthread_kill __pthread_markcancel "
     "__semwait_signal __semwait_signal_nocancel __sigwait __sigwait_nocancel __sysctl "
     "abort_with_payload aio_fsync audit audit_session_join audit_session_port "
     "audit_session_self auditctl auditon bsdthread_ctl bsdthread_register change_fdguard_np "
     "chflags chmod_extended clonefileat coalition coalition_info copyfile csops "
     "csops_audittoken csrctl debug_syscall_reject delete disconnectx exchangedata fchflags "
     "fchmod_extended fclonefileat fileport_makefd fileport_makeport fpathconf freadlink "
     "fs_snapshot fsctl fsetattrlist fsgetpath fstat64_extended fstat_extended getattrlist "
     "getattrlistat getattrlistbulk getaudit getaudit_addr getauid getdirentriesattr "
     "getdtablesize getfh getfsstat getfsstat64 gethostuuid getlcid getlogin getsgroups "
     "getwgroups guarded_close_np guarded_kqueue_np guarded_open_dprotected_np guarded_open_np "
     "guarded_pwrite_np guarded_write_np guarded_writev_np identitysvc initgroups iopolicysys "
     "issetugid kas_info kdebug_trace kdebug_trace64 kdebug_trace_string kdebug_typefilter "
     "kevent_id kevent_qos kqueue_workloop_ctl ktrace lchown_extended ledger lstat64_extended "
     "lstat_extended mach_eventlink_signal memorystatus_available_memory memorystatus_control "
     "memorystatus_get_level microstackshot minherit mkdir_extended mkfifo_extended "
     "mremap_encrypted necp_client_action necp_match_policy necp_open necp_session_action "
     "necp_session_open net_qos_guideline netagent_trigger nfsclnt nfssvc ntp_gettime "
     "objc_bp_assist_cfg_np open_dprotected_np open_extended openbyid_np os_fault_with_payload "
     "pathconf peeloff persona pid_hibernate pid_resume pid_shutdown_sockets pid_suspend "
     "proc_info proc_info_extended_id proc_rlimit_control proc_trace_log proc_uuid_policy "
     "process_policy profil psynch_cvclrprepost psynch_rw_downgrade psynch_rw_longrdlock "
     "psynch_rw_rdlock psynch_rw_unlock psynch_rw_unlock2 psynch_rw_upgrade psynch_rw_wrlock "
     "psynch_rw_yieldwrlock record_system_event revoke searchfs setattrlist setattrlistat "
     "setaudit setaudit_addr setauid setlcid setlogin setprivexec setsgroups settid "
     "settid_with_pid setwgroups sfi_ctl sfi_pidctl shared_region_check_np "
     "shared_region_map_and_slide_np shm_open shm_unlink stack_snapshot_with_config "
     "stat64_extended stat_extended syscall system_override telemetry terminate_with_payload "
     "thread_selfcounts thread_selfusage ulock_wait2 umask_extended undelete usrctl vfs_purge "
     "vm_pressure_monitor work_interval_ctl workq_kernreturn workq_open"},
};

} // namespace

std::span<const ForeignSystem> foreign_systems() {
  return systems;
}

void for_each_call(const ForeignSystem &system, std::string_view pattern,
                   const std::function<void(std::string_view call, uint32_t number)> &take) {
  uint32_t number = 0;
  for (std::string_view rest = system.calls; !rest.empty(); number++) {
    const std::string_view call = rest.substr(0, rest.find(' '));
    if (glob_matches(pattern, call))
      take(call, number);
    rest.remove_prefix(std::min(call.size() + 1, rest.size()));
  }
}

} // namespace dtrace
