import Glibc

/// A lock, and a condition to wait for under it.
@safe final class POSIXMonitor: @unchecked Sendable {
  // At fixed addresses, as the system wants them; freed with the monitor.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    let failures = unsafe [pthread_mutex_init(mutex, nil), pthread_cond_init(condition, nil)]
    precondition(failures == [0, 0], "Locks cannot fail to be made on Linux.")
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  func lock() { _ = unsafe pthread_mutex_lock(mutex) }
  func unlock() { _ = unsafe pthread_mutex_unlock(mutex) }

  /// Does something under the lock.
  func locked<Result>(_ body: () -> Result) -> Result {
    lock()
    defer { unlock() }
    return body()
  }

  /// Waits for `wake`, with the lock given up meanwhile; it may return without cause.
  func wait() { _ = unsafe pthread_cond_wait(condition, mutex) }

  /// Waits at most that long.
  func wait(milliseconds: Int) {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    let nanoseconds = time.tv_nsec + milliseconds * 1_000_000
    time.tv_sec += nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    _ = unsafe pthread_cond_timedwait(condition, mutex, &time)
  }

  /// Lets all who wait look again.
  func wake() { _ = unsafe pthread_cond_broadcast(condition) }
}
