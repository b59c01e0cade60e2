// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/srv_lookup.hpp"

#include <ares.h>
#include <arpa/nameser.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <tuple>
#include <utility>

#include "gateway/async/offload_pool.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::net {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using model::Result;
using std::chrono::milliseconds;

using Records = std::vector<SrvRecord>;

constexpr std::size_t kThreads = 1;
constexpr std::size_t kQueueMax = 64;
constexpr int kTryTimeout_ms = 1500;
constexpr int kTries = 2;
// A server that refuses at once may just be starting anew; c-ares does not wait for it.
constexpr int kContactsMax = 3;
constexpr int kContactPause_ms = 200;
// How often a wait for the network looks whether the whole time is over.
constexpr int kPollMax_ms = 250;

std::string lower_name(const char* text) {
  std::string name(text);
  std::transform(name.begin(), name.end(), name.begin(), model::lower);
  if (name.ends_with('.')) name.pop_back();
  return name;
}

Result<Records> read_reply(unsigned char* reply, int length) {
  ares_srv_reply* list = nullptr;
  const int status = ares_parse_srv_reply(reply, length, &list);
  const std::unique_ptr<ares_srv_reply, void (*)(void*)> owner(list, ares_free_data);
  if (status == ARES_ENODATA) return Records();
  if (status != ARES_SUCCESS) {
    return Error::of(ErrorKind::peer_unreachable,
                     std::string("DNS: the answer cannot be read: ") + ares_strerror(status));
  }
  Records records;
  for (const ares_srv_reply* each = list;
       each != nullptr && records.size() < SrvLookup::kRecordsMax; each = each->next) {
    records.push_back({each->priority, each->weight, each->port, lower_name(each->host)});
  }
  sort_by_preference(records);
  return records;
}

// One question. Lives on the thread that asks.
class Query {
 public:
  Query() = default;
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query() {
    if (channel_ != nullptr) ares_destroy(channel_);
  }

  Result<Records> run(const std::string& name, const std::string& servers, async::Deadline deadline,
                      const async::Clock& clock) {
    ares_options options{};
    options.timeout = kTryTimeout_ms;
    options.tries = kTries;
    int status = ares_init_options(&channel_, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
    if (status == ARES_SUCCESS && !servers.empty()) {
      status = ares_set_servers_ports_csv(channel_, servers.c_str());
    }
    if (status != ARES_SUCCESS) return failed(status);
    ares_query(channel_, name.c_str(), ns_c_in, ns_t_srv, &Query::done, this);
    while (!result_) {
      if (deadline.passed(clock)) {
        ares_cancel(channel_);
        return Error::of(ErrorKind::deadline_passed, "DNS: no answer in time");
      }
      wait(deadline, clock);
    }
    return std::move(*result_);
  }

  // No server took the question.
  bool contacted_nobody() const { return contacted_nobody_; }

 private:
  static Error failed(int status) {
    return Error::of(ErrorKind::peer_unreachable, std::string("DNS: ") + ares_strerror(status));
  }

  static void done(void* self, int status, int, unsigned char* reply, int length) {
    auto& result = static_cast<Query*>(self)->result_;
    static_cast<Query*>(self)->contacted_nobody_ = status == ARES_ECONNREFUSED;
    if (status == ARES_SUCCESS) {
      result = read_reply(reply, length);
    } else if (status == ARES_ENODATA || status == ARES_ENOTFOUND) {
      result = Records();
    } else {
      result = failed(status);
    }
  }

  void wait(async::Deadline deadline, const async::Clock& clock) {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    const auto wanted =
        static_cast<unsigned>(ares_getsock(channel_, sockets.data(), ARES_GETSOCK_MAXNUM));
    std::array<pollfd, ARES_GETSOCK_MAXNUM> polled{};
    nfds_t count = 0;
    for (unsigned i = 0; i < sockets.size(); ++i) {
      short events = 0;
      if (ARES_GETSOCK_READABLE(wanted, i)) events |= POLLIN;
      if (ARES_GETSOCK_WRITABLE(wanted, i)) events |= POLLOUT;
      if (events != 0) polled[count++] = {sockets[i], events, 0};
    }
    const auto left = std::chrono::duration_cast<milliseconds>(deadline.at - clock.now()).count();
    const auto time = static_cast<int>(std::clamp<std::int64_t>(left, 1, kPollMax_ms));
    poll(polled.data(), count, time);
    bool any = false;
    for (nfds_t i = 0; i < count; ++i) {
      if (polled[i].revents == 0) continue;
      any = true;
      const bool reads = (polled[i].revents & ~POLLOUT) != 0;
      const bool writes = (polled[i].revents & POLLOUT) != 0;
      ares_process_fd(channel_, reads ? polled[i].fd : ARES_SOCKET_BAD,
                      writes ? polled[i].fd : ARES_SOCKET_BAD);
    }
    // Tries that have taken too long are noticed only when it is told that time has passed.
    if (!any) ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  }

  ares_channel channel_ = nullptr;
  std::optional<Result<Records>> result_;
  bool contacted_nobody_ = false;
};

Result<Records> ask(const std::string& name, const std::string& servers, async::Deadline deadline,
                    const async::Clock& clock) {
  for (int contacts = 1;; ++contacts) {
    Query query;
    auto result = query.run(name, servers, deadline, clock);
    const bool again = query.contacted_nobody() && contacts < kContactsMax;
    if (!again || deadline.passed(clock)) return result;
    poll(nullptr, 0, kContactPause_ms);
  }
}

class AresLookup final : public SrvLookup {
 public:
  AresLookup(const std::vector<std::string>& servers, async::Clock& clock)
      : clock_(clock), pool_(kThreads, kQueueMax) {
    for (const std::string& server : servers) {
      servers_ += (servers_.empty() ? "" : ",") + server;
    }
  }

  asio::awaitable<Result<Records>> find(std::string name, async::Deadline deadline) override {
    const auto result = std::make_shared<Result<Records>>(Error::of(ErrorKind::internal));
    std::function<void()> work = [this, result, name = std::move(name), deadline] {
      *result = ask(name, servers_, deadline, clock_);
    };
    const model::Status ran = co_await pool_.run(std::move(work));
    if (!ran) co_return ran.error();
    co_return std::move(*result);
  }

 private:
  async::Clock& clock_;
  std::string servers_;
  async::OffloadPool pool_;
};

}  // namespace

void sort_by_preference(std::vector<SrvRecord>& records) {
  std::stable_sort(records.begin(), records.end(), [](const SrvRecord& a, const SrvRecord& b) {
    return std::tuple(a.priority, -a.weight) < std::tuple(b.priority, -b.weight);
  });
}

std::unique_ptr<SrvLookup> make_srv_lookup(std::vector<std::string> servers, async::Clock& clock) {
  // Before any thread uses it, as the library asks.
  static const int initialized = ares_library_init(ARES_LIB_INIT_ALL);
  static_cast<void>(initialized);
  return std::make_unique<AresLookup>(servers, clock);
}

}  // namespace fb::net
