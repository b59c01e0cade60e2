// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/local_listener.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <utility>

namespace fb::admin {
namespace asio = boost::asio;
using boost::system::error_code;
using Protocol = asio::local::stream_protocol;

namespace {

constexpr mode_t kFileMode = 0660;
// How long the listener rests after the system has refused it a connection.
constexpr std::chrono::milliseconds kRest{100};
// sun_path holds this with its end.
constexpr std::size_t kFileNameBytesMax = 107;

model::Error cannot_listen(const std::string& file, const std::string& why) {
  return model::Error::of(model::ErrorKind::internal, "cannot listen on " + file + ": " + why);
}

error_code last_error() { return {errno, boost::system::system_category()}; }

// Which file it is, so that no other is removed.
struct FileId {
  dev_t device = 0;
  ino_t number = 0;
  bool operator==(const FileId&) const = default;
};

FileId id_of(const std::string& file) {
  struct stat found {};
  if (::lstat(file.c_str(), &found) != 0) return {};
  return {found.st_dev, found.st_ino};
}

// Empty where the name is free now.
std::string take_away_stale(const std::string& file, asio::io_context& context) {
  struct stat found {};
  if (::lstat(file.c_str(), &found) != 0) return errno == ENOENT ? "" : last_error().message();
  if (!S_ISSOCK(found.st_mode)) return "there is a file of that name that is no socket";
  Protocol::socket probe(context);
  error_code failed;
  probe.connect(Protocol::endpoint(file), failed);
  if (!failed) return "another process answers there";
  if (failed != asio::error::connection_refused) return failed.message();
  return ::unlink(file.c_str()) == 0 ? "" : last_error().message();
}

}  // namespace

struct LocalListener::State {
  State(asio::io_context& on, async::TaskGroup& group, async::Clock& time, std::string name,
        Session serve)
      : context(on),
        sessions(group),
        clock(time),
        file(std::move(name)),
        session(std::move(serve)),
        acceptor(on) {}

  error_code bind();
  void remove_file();

  asio::io_context& context;
  async::TaskGroup& sessions;
  async::Clock& clock;
  const std::string file;
  const Session session;
  Protocol::acceptor acceptor;
  FileId bound{};
};

error_code LocalListener::State::bind() {
  error_code failed;
  acceptor.open(Protocol(), failed);
  // The file is born with these rights, so that it never has wider ones.
  if (!failed && ::fchmod(acceptor.native_handle(), kFileMode) != 0) failed = last_error();
  if (!failed) acceptor.bind(Protocol::endpoint(file), failed);
  if (failed) return failed;
  bound = id_of(file);
  // The umask may have taken the group's right to connect.
  if (::chmod(file.c_str(), kFileMode) != 0) failed = last_error();
  if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
  return failed;
}

void LocalListener::State::remove_file() {
  if (bound == FileId{} || id_of(file) != bound) return;
  ::unlink(file.c_str());
  bound = {};
}

LocalListener::LocalListener(std::shared_ptr<State> state) : state_(std::move(state)) {}

LocalListener::~LocalListener() { state_->remove_file(); }

model::Result<std::unique_ptr<LocalListener>> LocalListener::open(const std::string& file,
                                                                  asio::io_context& context,
                                                                  async::TaskGroup& sessions,
                                                                  async::Clock& clock,
                                                                  Session session) {
  if (file.size() > kFileNameBytesMax) {
    return cannot_listen(file, "the path of a unix socket has at most " +
                                   std::to_string(kFileNameBytesMax) + " bytes");
  }
  const std::string taken = take_away_stale(file, context);
  if (!taken.empty()) return cannot_listen(file, taken);
  auto state = std::make_shared<State>(context, sessions, clock, file, std::move(session));
  std::unique_ptr<LocalListener> listener(new LocalListener(state));
  if (const error_code failed = state->bind()) return cannot_listen(file, failed.message());
  return listener;
}

void LocalListener::start() { asio::co_spawn(state_->context, accept_all(state_), asio::detached); }

void LocalListener::stop() {
  state_->remove_file();
  asio::post(state_->context, [state = state_] {
    error_code ignored;
    state->acceptor.close(ignored);
  });
}

asio::awaitable<void> LocalListener::accept_all(std::shared_ptr<State> state) {
  while (state->acceptor.is_open()) {
    error_code failed;
    Socket accepted =
        co_await state->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failed));
    if (!failed) {
      state->sessions.spawn(state->context.get_executor(), state->session(std::move(accepted)));
    } else if (state->acceptor.is_open()) {
      co_await state->clock.wait_until(state->clock.now() + kRest);
    }
  }
}

}  // namespace fb::admin
