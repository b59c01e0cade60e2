// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/integration/net/tls_client.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <stdexcept>

namespace fb::test {
namespace {

constexpr auto kPatience = std::chrono::seconds(20);  // a hang is a failure

void require(bool worked, const char* what) {
  if (!worked) throw std::runtime_error(std::string("TLS client: ") + what);
}

int connect_to(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  // A small window, so that a large answer has to wait for its reader.
  const int window_bytes = 64 * 1024;
  ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &window_bytes, sizeof window_bytes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  require(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
          "connect");
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

// The bytes of the first message, or 0 while it is not whole.
std::size_t message_bytes(const std::string& received) {
  const std::size_t head_end = received.find("\r\n\r\n");
  if (head_end == std::string::npos) return 0;
  const std::string head = received.substr(0, head_end + 2);
  std::size_t body = 0;
  const std::size_t length = head.find("Content-Length: ");
  if (length != std::string::npos) body = std::stoul(head.substr(length + 16));
  const std::size_t whole = head_end + 4 + body;
  return received.size() >= whole ? whole : 0;
}

}  // namespace

struct TlsClient::Tls {
  explicit Tls(const TlsClientSettings& settings) : context(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    require(SSL_CTX_load_verify_file(context, settings.ca_file.c_str()) == 1, "CA");
    // Versions below 1.2 are off at OpenSSL's default level, so this end allows everything.
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, settings.version_max);
    const std::string protocols =
        std::string(1, static_cast<char>(settings.protocol.size())) + settings.protocol;
    SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>(protocols.data()),
                            static_cast<unsigned>(protocols.size()));
    if (!settings.certificate_file.empty()) {
      const char* const chain = settings.certificate_file.c_str();
      const char* const key = settings.private_key_file.c_str();
      require(SSL_CTX_use_certificate_chain_file(context, chain) == 1, "own certificate");
      require(SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1, "own key");
    }
    ssl = SSL_new(context);
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             const_cast<char*>(settings.name.c_str()));
    SSL_set1_host(ssl, settings.name.c_str());
  }
  ~Tls() {
    SSL_free(ssl);
    SSL_CTX_free(context);
  }
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  SSL_CTX* context;
  SSL* ssl = nullptr;
};

TlsClient::TlsClient(boost::asio::io_context& io, std::uint16_t port,
                     const TlsClientSettings& settings)
    : io_(io), tls_(std::make_unique<Tls>(settings)), socket_(connect_to(port)) {
  // OpenSSL's own socket writes raise it when the server has gone.
  std::signal(SIGPIPE, SIG_IGN);
  SSL_set_fd(tls_->ssl, socket_);
}

TlsClient::~TlsClient() { close(); }

bool TlsClient::step() {
  if (io_.stopped()) io_.restart();
  const auto now = std::chrono::steady_clock::now();
  if (io_.poll() != 0) last_progress_ = now;
  return now - last_progress_ < kPatience;
}

// True: try again. False: over.
bool TlsClient::retry(int outcome) {
  switch (SSL_get_error(tls_->ssl, outcome)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      require(step(), "the server does nothing");
      return true;
    case SSL_ERROR_ZERO_RETURN:
      ended_ = ended_cleanly_ = true;
      return false;
    default:
      ended_ = true;
      return false;
  }
}

bool TlsClient::handshake() {
  for (;;) {
    ERR_clear_error();
    const int outcome = SSL_connect(tls_->ssl);
    if (outcome == 1) break;
    if (!retry(outcome)) return false;
  }
  settle();
  return true;
}

void TlsClient::send_raw(std::string_view bytes) {
  require(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
              static_cast<ssize_t>(bytes.size()),
          "send");
  settle();
}

void TlsClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    ERR_clear_error();
    std::size_t count = 0;
    const std::size_t piece = std::min<std::size_t>(bytes.size(), 16'384);
    const int outcome = SSL_write_ex(tls_->ssl, bytes.data(), piece, &count);
    if (outcome == 1) {
      bytes.remove_prefix(count);
    } else if (!retry(outcome)) {
      return;
    }
  }
  settle();
}

std::size_t TlsClient::send_what_fits(std::string_view bytes) {
  const std::size_t before = bytes.size();
  while (!bytes.empty()) {
    ERR_clear_error();
    std::size_t count = 0;
    const std::size_t piece = std::min<std::size_t>(bytes.size(), 16'384);
    if (SSL_write_ex(tls_->ssl, bytes.data(), piece, &count) != 1) break;
    bytes.remove_prefix(count);
  }
  return before - bytes.size();
}

std::string TlsClient::read_raw_to_end() {
  std::string all;
  char bytes[4096];
  for (;;) {
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count > 0) {
      all.append(bytes, static_cast<std::size_t>(count));
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
      return all;
    } else {
      require(step(), "the server does nothing");
    }
  }
}

void TlsClient::read_until(const std::function<bool()>& enough) {
  char bytes[16'384];
  while (!ended_ && !enough()) {
    ERR_clear_error();
    std::size_t count = 0;
    const int outcome = SSL_read_ex(tls_->ssl, bytes, sizeof bytes, &count);
    if (outcome == 1) {
      received_.append(bytes, count);
    } else {
      retry(outcome);
    }
  }
}

std::string TlsClient::read_answer() {
  read_until([this] { return message_bytes(received_) != 0; });
  const std::size_t whole = message_bytes(received_);
  const std::size_t bytes = whole != 0 ? whole : received_.size();
  std::string answer = received_.substr(0, bytes);
  received_.erase(0, bytes);
  return answer;
}

std::string TlsClient::read_to_end() {
  read_until([] { return false; });
  return std::exchange(received_, {});
}

bool TlsClient::ended() {
  settle();
  char byte = 0;
  ERR_clear_error();
  std::size_t count = 0;
  const int outcome = SSL_read_ex(tls_->ssl, &byte, 1, &count);
  if (outcome == 1) {
    received_.push_back(byte);
    return false;
  }
  const int error = SSL_get_error(tls_->ssl, outcome);
  return error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE;
}

void TlsClient::say_goodbye() {
  SSL_shutdown(tls_->ssl);
  settle();
}

void TlsClient::cut() {
  const linger reset{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close();
  step();
}

void TlsClient::close() {
  if (socket_ < 0) return;
  ::close(socket_);
  socket_ = -1;
}

void TlsClient::settle() {
  const auto begin = std::chrono::steady_clock::now();
  for (;;) {
    int on_the_way = 0;
    if (::ioctl(socket_, SIOCOUTQ, &on_the_way) != 0) on_the_way = 0;
    if (io_.stopped()) io_.restart();
    if (io_.poll() == 0 && on_the_way == 0) return;
    require(std::chrono::steady_clock::now() - begin < kPatience, "the server does not settle");
  }
}

}  // namespace fb::test
