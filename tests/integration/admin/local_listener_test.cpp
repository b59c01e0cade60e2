// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A real unix socket: who is at the other end, what happens to its file, and HTTP over it.
#include "gateway/admin/local_listener.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <fstream>
#include <optional>

#include "gateway/net/local_connection.hpp"

namespace fb::admin {
namespace {

namespace asio = boost::asio;
using Protocol = asio::local::stream_protocol;

struct Folder {
  Folder() {
    std::string pattern = testing::TempDir() + "local_XXXXXX";
    path = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string file(std::string_view name) const { return path / name; }
  std::filesystem::path path;
};

// Answers each request with its method, its path and its body.
asio::awaitable<void> echo(net::LocalConnection made) {
  net::ServerConnection& connection = *made.connection;
  const model::Status ready = co_await connection.handshake();
  net::ResponseBuffer response;
  while (ready.has_value()) {
    const auto head = co_await connection.read_head();
    response.clear();
    if (!head) break;
    const auto body = co_await connection.read_body(1000);
    response.body() += (*head)->method;
    response.body() += ' ';
    response.body() += (*head)->path;
    response.body() += ' ';
    if (body) response.body() += *body;
    if (!body) response.set_status(413);
    const model::Status written = co_await connection.write(response);
    if (!written || !body) break;
  }
  connection.close();
}

struct Fixture {
  explicit Fixture(std::string name = "admin.sock") : file(folder.file(name)) {}

  std::string open() {
    auto opened = LocalListener::open(
        file, io, sessions, async::real_clock(), [this](LocalListener::Socket socket) {
          auto made = net::make_local_connection(std::move(socket), limits, async::real_clock());
          user_id = made.user_id;
          return echo(std::move(made));
        });
    if (!opened) return opened.error().detail();
    listener = std::move(*opened);
    listener->start();
    return {};
  }

  // What comes back until the other side waits for more, or ends.
  std::string exchange(std::string_view bytes, std::string_view until) {
    Protocol::socket client(io);
    client.connect(Protocol::endpoint(file));
    asio::write(client, asio::buffer(bytes));
    client.non_blocking(true);
    std::string got;
    for (int i = 0; i < 100'000 && !got.ends_with(until); ++i) {
      io.poll();
      std::array<char, 4096> part;
      boost::system::error_code failed;
      got.append(part.data(), client.read_some(asio::buffer(part), failed));
      if (failed && failed != asio::error::would_block) break;
    }
    return got;
  }

  Folder folder;
  const std::string file;
  net::ServerLimits limits;
  asio::io_context io{1};
  async::TaskGroup sessions;
  std::optional<std::uint32_t> user_id;
  std::unique_ptr<LocalListener> listener;
};

TEST(LocalListener, HttpAndWhoAsks) {
  Fixture fixture;
  ASSERT_EQ(fixture.open(), "");
  const std::string two =
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
      "GET /b HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string got = fixture.exchange(two, "GET /b ");
  EXPECT_NE(got.find("POST /a hello"), std::string::npos) << got;
  EXPECT_TRUE(got.ends_with("GET /b ")) << got;
  EXPECT_EQ(fixture.user_id, ::geteuid());
}

TEST(LocalListener, LimitsAreThoseOfEveryConnection) {
  Fixture fixture;
  fixture.limits.header_bytes_max = 1024;
  ASSERT_EQ(fixture.open(), "");
  const std::string long_body = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n";
  EXPECT_TRUE(fixture.exchange(long_body, "POST /a ").starts_with("HTTP/1.1 413 "));
  const std::string long_head =
      "GET /a HTTP/1.1\r\nHost: x\r\nA: " + std::string(1024, 'a') + "\r\n\r\n";
  EXPECT_EQ(fixture.exchange(long_head, "\n"), "");
}

TEST(LocalListener, TheFileIsForOwnerAndGroupAndGoes) {
  const mode_t before = ::umask(0077);
  Fixture fixture;
  EXPECT_EQ(fixture.open(), "");
  ::umask(before);
  struct stat found {};
  ASSERT_EQ(::stat(fixture.file.c_str(), &found), 0);
  EXPECT_TRUE(S_ISSOCK(found.st_mode));
  EXPECT_EQ(found.st_mode & 0777, 0660u);
  fixture.listener->stop();
  EXPECT_FALSE(std::filesystem::exists(fixture.file));
  fixture.io.poll();
}

TEST(LocalListener, AStaleFileIsReplaced) {
  Fixture fixture;
  {
    asio::io_context other(1);
    const Protocol::acceptor dead(other, Protocol::endpoint(fixture.file));
  }
  ASSERT_TRUE(std::filesystem::exists(fixture.file));
  EXPECT_EQ(fixture.open(), "");
  EXPECT_NE(fixture.exchange("GET /a HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a "), "");
}

TEST(LocalListener, WhereSomebodyAnswersNobodyElseListens) {
  Fixture fixture;
  asio::io_context other(1);
  const Protocol::acceptor alive(other, Protocol::endpoint(fixture.file));
  EXPECT_NE(fixture.open().find("another process answers"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(fixture.file));
}

TEST(LocalListener, AFileThatIsNoSocketStays) {
  Fixture fixture;
  std::ofstream(fixture.file) << "mine";
  EXPECT_NE(fixture.open().find("no socket"), std::string::npos);
  EXPECT_EQ(std::filesystem::file_size(fixture.file), 4u);
}

// Somebody took the name in the meantime: that file is theirs.
TEST(LocalListener, AnotherFileOfThatNameStays) {
  Fixture fixture;
  ASSERT_EQ(fixture.open(), "");
  std::filesystem::rename(fixture.file, fixture.file + ".moved");
  std::ofstream(fixture.file) << "mine";
  fixture.listener->stop();
  EXPECT_TRUE(std::filesystem::exists(fixture.file));
  fixture.io.poll();
}

TEST(LocalListener, ALongPathIsRefusedInWords) {
  Fixture fixture(std::string(120, 'a'));
  EXPECT_NE(fixture.open().find("107 bytes"), std::string::npos);
}

}  // namespace
}  // namespace fb::admin
