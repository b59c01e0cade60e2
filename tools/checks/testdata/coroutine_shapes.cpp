// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What coroutine_query.py must find, and what it must leave alone. Never built into anything. Each
// expression on a line that ends in "REFUSED" was freed twice, or not compiled, by GCC 12.2 with
// AddressSanitizer; each other one was not. The co_spawn lines are a rule of ours.
#include <coroutine>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

template <class T>
struct Task {
  struct promise_type {
    T value{};
    std::coroutine_handle<> next;
    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T v) { value = std::move(v); }
    void unhandled_exception() { std::terminate(); }
  };
  explicit Task(std::coroutine_handle<promise_type> h) : handle(h) {}
  ~Task() { handle.destroy(); }
  bool await_ready() const { return false; }
  auto await_suspend(std::coroutine_handle<>) { return handle; }
  T await_resume() { return std::move(handle.promise().value); }
  std::coroutine_handle<promise_type> handle;
};

struct Options {
  std::string host;
  std::string path;
};
struct Numbers {
  int a;
  int b;
};

Task<std::string> text(std::string s) { co_return s; }
Task<int> size(Options o) { co_return static_cast<int>(o.host.size()); }
Task<int> sum(Numbers n) { co_return n.a + n.b; }
Task<int> call(std::function<int()> f) { co_return f(); }
Task<int> count(std::vector<std::string> v) { co_return static_cast<int>(v.size()); }
int both(std::string s, Options o) { return static_cast<int>(s.size() + o.host.size()); }
int both(std::string s, std::string t) { return static_cast<int>(s.size() + t.size()); }
int both(std::string s, std::function<int()> f) { return static_cast<int>(s.size()) + f(); }
template <class Body>
void co_spawn(int, Body body, std::function<void()>) {
  body();
}
template <class Body>
void hold(Body body) {
  body();
}

Task<int> bad(bool c, std::string s, std::string t) {
  int n = co_await size(Options{.host = s, .path = t});                           // REFUSED
  n += co_await size({});                                                         // REFUSED
  n += both(co_await text(s), Options{.host = s, .path = t});                     // REFUSED
  Options around{co_await text(s), s};                                            // REFUSED
  n += static_cast<int>((co_await text(c ? s + t : s)).size());                   // REFUSED
  n += both(co_await text(s), c ? s + t : s);                                     // REFUSED
  std::string either = c ? co_await text(s) : s + t;                              // REFUSED
  n += co_await call([s] { return static_cast<int>(s.size()); });                 // REFUSED
  n += both(co_await text(s), [s] { return s.empty() ? 1 : 2; });                 // REFUSED
  n += co_await count({s, t});                                                    // REFUSED
  n += co_await count(std::vector<std::string>{s, t});                            // REFUSED
  if (co_await size(Options{.host = s, .path = t}) > 1) co_return 1;              // REFUSED
  co_spawn(1, [s]() -> Task<int> { co_return co_await sum(Numbers()); }, {});     // REFUSED
  co_spawn(1, [&]() -> Task<int> { co_return (co_await text(s)).empty(); }, {});  // REFUSED
  co_return both(co_await text(s), Options{.host = s, .path = either});           // REFUSED
}

template <class T>
Task<int> bad_template(T s) {
  co_return co_await size(Options{.host = s, .path = s});  // REFUSED
}
Task<int> instantiate(std::string s) { co_return co_await bad_template(s); }

Task<int> good(bool c, std::string s, std::string t) {
  Options options{.host = s, .path = t};
  int n = co_await size(options);
  n += co_await size(std::move(options));
  n += co_await sum(Numbers{1, 2});
  n += co_await sum({.a = 1, .b = c ? 2 : 3});
  n += static_cast<int>((co_await text(c ? s : t)).size());
  n += (co_await text(s)).empty() ? 1 : 2;
  n += co_await call([] { return 1; });
  n += co_await call([&s] { return static_cast<int>(s.size()); });
  auto held = [s] { return static_cast<int>(s.size()); };
  n += co_await call(std::move(held));
  n += static_cast<int>((co_await text(std::string{s} + t)).size());
  const std::vector<std::string> list = {s, t};
  n += co_await count(list);
  // What stands inside another coroutine's body is another expression.
  co_spawn(
      1, []() -> Task<int> { co_return co_await sum(Numbers()); }, [s] { text(s); });
  hold([s]() -> Task<int> {
    Options inner{.host = s, .path = "x"};
    co_return co_await size(inner);
  });
  co_return c&& n > 1 ? 1 : 2;
}
