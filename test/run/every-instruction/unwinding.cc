// Exceptions and coroutines.
#include <coroutine>
#include <cstdio>
#include <stdexcept>
#include <string>

struct Numbers {
  struct promise_type {
    int value = 0;
    Numbers get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int n) { value = n; return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> handle;
};
struct Counted {
  static inline int alive = 0;
  Counted() { alive++; }
  ~Counted() { alive--; }
};
[[gnu::noinline]] Numbers squares(int n) {
  for (int i = 0; i < n; i++)
    co_yield i * i;
}
[[gnu::noinline]] int refuse(int n) {
  Counted counted;
  if (n % 3 == 0)
    throw std::runtime_error(std::to_string(n));
  return n;
}
[[gnu::noinline]] int pass(int n) {
  Counted counted;
  return refuse(n) + refuse(n + 1) * 2;
}
int main() {
  int caught = 0, sum = 0;
  for (int i = 0; i < 30; i++)
    try {
      sum += pass(i);
    } catch (const std::exception &error) {
      caught += std::stoi(error.what());
    }
  std::printf("exceptions %d %d %d\n", caught, sum, Counted::alive);
  const Numbers numbers = squares(9);
  while (numbers.handle.resume(), !numbers.handle.done())
    sum += numbers.handle.promise().value;
  numbers.handle.destroy();
  std::printf("coroutines %d\n", sum);
}
