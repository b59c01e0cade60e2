// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The two coroutines of a cached answer, read_head() and write(), await the socket themselves: a
// function between them and the wait would be a third coroutine frame for every wait.
#include "gateway/net/server_connection.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <cstring>
#include <optional>
#include <utility>

#include "gateway/net/client_certificate.hpp"
#include "gateway/net/deadline_watch.hpp"
#include "gateway/net/linger.hpp"
#include "gateway/net/peer_text.hpp"
#include "gateway/net/request_parser.hpp"
#include "gateway/net/stream_connection.hpp"
#include "gateway/net/tls_channel.hpp"

namespace fb::net {
namespace {

namespace asio = boost::asio;
using Socket = asio::generic::stream_protocol::socket;
using boost::system::error_code;
using model::Error;
using model::ErrorKind;
using model::Result;
using model::Status;

constexpr std::size_t kInputBytesMin = 4 * 1024;
constexpr std::size_t kInputBytesKept = 16 * 1024;  // what an idle connection may hold at most
constexpr std::size_t kBodyStepBytes = 16 * 1024;
constexpr std::size_t kChunkLineBytesMax = 16 * 1024;
constexpr std::size_t kChunkOverheadFactor = 8;
// Awaited without a coroutine frame of its own, which use_awaitable would cost.
constexpr auto kAsTuple = asio::as_tuple(asio::deferred);
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// Whether anything of the request that is waited for has come.
enum class Phase : std::uint8_t { idle, working };

Socket::wait_type wait_for(ChannelStep step) {
  return step == ChannelStep::want_write ? Socket::wait_write : Socket::wait_read;
}

std::chrono::milliseconds shortest(const ServerLimits& limits) {
  return std::min({limits.handshake_timeout, limits.head_timeout, limits.body_timeout,
                   limits.idle_timeout, limits.write_timeout});
}

Error gone(std::string why) { return Error::of(ErrorKind::peer_unreachable, std::move(why)); }

class StreamConnection final : public ServerConnection {
 public:
  StreamConnection(Socket socket, std::unique_ptr<ByteChannel> channel, std::string peer,
                   const ServerLimits& limits, async::Clock& clock)
      : socket_(std::move(socket)),
        limits_(limits),
        clock_(clock),
        peer_(std::move(peer)),
        watch_(socket_.get_executor(), clock, shortest(limits), [this] { stop_waiting(); }),
        channel_(std::move(channel)),
        tls_(dynamic_cast<const TlsChannel*>(channel_.get())) {
    error_code ignored;
    socket_.native_non_blocking(true, ignored);
  }

  asio::awaitable<Status> handshake() override;
  asio::awaitable<Result<const RequestHead*>> read_head() override;
  asio::awaitable<Result<std::string_view>> read_body(std::size_t bytes_max) override;
  asio::awaitable<Status> write(ResponseBuffer& response) override;
  void close() override;
  std::string peer_address() const override { return peer_; }
  std::optional<PeerCertificate> peer_certificate() const override {
    if (!proved_) return std::nullopt;
    return proved_->at(clock_.utc_now());
  }
  void finish_soon() override;

 private:
  std::string_view received() const { return {input_.data() + begin_, end_ - begin_}; }
  void arm(std::chrono::milliseconds length) { watch_.arm(clock_.now() + length); }
  void stop_waiting() {
    error_code ignored;
    socket_.cancel(ignored);
  }

  void begin_request();
  void make_room();
  Result<const RequestHead*> take_head(std::size_t head_bytes);
  std::optional<Error> failure_of(ChannelStep step);
  std::optional<Error> failure_of_wait(const error_code& waited);
  Error ended(Error error);
  Error refused(Error error);

  asio::awaitable<Status> read_sized(std::size_t bytes);
  asio::awaitable<Status> read_chunked(std::size_t bytes_max);
  asio::awaitable<Status> send(std::string_view bytes);

  Socket socket_;
  const ServerLimits limits_;
  async::Clock& clock_;
  const std::string peer_;
  DeadlineWatch watch_;
  const std::unique_ptr<ByteChannel> channel_;
  const TlsChannel* const tls_;  // the same, or null
  std::optional<ProvedCertificate> proved_;

  std::string input_;      // [begin_, end_) was received and not used
  std::size_t begin_ = 0;  // the head in use lies before it
  std::size_t end_ = 0;
  std::string encoded_;  // of a chunked body, and what came behind it
  std::string body_;
  std::optional<RequestParser> parser_;
  RequestHead head_;
  std::optional<Error> ended_;  // why nothing more can be read
  Phase phase_ = Phase::working;
  bool body_pending_ = false;
  bool first_request_ = true;
  bool finishing_ = false;
  bool peer_may_send_ = false;
};

Error StreamConnection::ended(Error error) {
  watch_.disarm();
  ended_ = error;
  return error;
}

// A request that is given up half-way: the rest of it may still be coming.
Error StreamConnection::refused(Error error) {
  peer_may_send_ = error.kind() != ErrorKind::peer_unreachable;
  return ended(std::move(error));
}

std::optional<Error> StreamConnection::failure_of(ChannelStep step) {
  if (step == ChannelStep::closed) return gone(channel_->reason());
  if (step == ChannelStep::broken) {
    return Error::of(ErrorKind::malformed_request, "TLS: " + channel_->reason());
  }
  return std::nullopt;
}

std::optional<Error> StreamConnection::failure_of_wait(const error_code& waited) {
  if (phase_ == Phase::idle && (watch_.passed() || finishing_)) return gone("no further request");
  if (watch_.passed()) return Error::of(ErrorKind::request_too_slow);
  if (waited) return gone(waited.message());
  return std::nullopt;
}

asio::awaitable<Status> StreamConnection::handshake() {
  arm(limits_.handshake_timeout);
  for (;;) {
    const ChannelStep step = channel_->handshake();
    if (step == ChannelStep::done) break;
    if (auto failure = failure_of(step)) co_return ended(std::move(*failure));
    const auto [waited] = co_await socket_.async_wait(wait_for(step), kAsTuple);
    if (auto failure = failure_of_wait(waited)) co_return ended(std::move(*failure));
  }
  watch_.disarm();
  if (tls_ != nullptr) proved_ = ProvedCertificate::of(tls_->native());
  co_return Status();
}

// Drops what the last request used, and moves what came behind it to the front.
void StreamConnection::begin_request() {
  if (!encoded_.empty()) {
    input_.assign(encoded_);
    begin_ = 0;
    end_ = encoded_.size();
    encoded_.clear();
  } else if (begin_ != 0) {
    std::memmove(input_.data(), input_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const std::size_t wanted = std::max(kInputBytesMin, end_);
  if (input_.size() < wanted) input_.resize(wanted);
  if (input_.size() > kInputBytesKept && end_ <= kInputBytesMin) {
    input_.resize(kInputBytesMin);
    input_.shrink_to_fit();
  }
  if (body_.capacity() > kInputBytesKept) std::string().swap(body_);
  body_.clear();
  head_ = RequestHead();
  parser_.emplace();
}

void StreamConnection::make_room() {
  if (end_ == input_.size()) input_.resize(input_.size() * 2);
}

asio::awaitable<Result<const RequestHead*>> StreamConnection::read_head() {
  if (body_pending_ && !ended_) ended_ = gone("the last request was not read to its end");
  if (ended_) co_return *ended_;
  begin_request();
  phase_ = end_ == 0 ? Phase::idle : Phase::working;
  const bool waits_long = phase_ == Phase::idle && !std::exchange(first_request_, false);
  arm(waits_long ? limits_.idle_timeout : limits_.head_timeout);
  // With nothing at hand it is cheaper to wait than to try, and no client keeps the thread.
  bool try_first = end_ != 0 || channel_->has_buffered_input();
  std::size_t searched = 0;
  for (;;) {
    while (received().starts_with("\r\n")) begin_ += 2;  // RFC 9112 2.2
    const auto head_end = find_head_end(received(), searched);
    if (!head_end) co_return refused(head_end.error());
    if (*head_end) co_return take_head(**head_end);
    searched = received().size();
    if (end_ > limits_.header_bytes_max) co_return take_head(end_);
    make_room();
    std::size_t count = 0;
    ChannelStep step = ChannelStep::want_read;
    if (std::exchange(try_first, true)) {
      step = channel_->read(std::span(input_).subspan(end_), count);
    }
    if (step == ChannelStep::done) {
      end_ += count;
      if (std::exchange(phase_, Phase::working) == Phase::idle) arm(limits_.head_timeout);
      continue;
    }
    if (auto failure = failure_of(step)) co_return refused(std::move(*failure));
    if (phase_ == Phase::idle && finishing_) co_return refused(gone("no further request"));
    const auto [waited] = co_await socket_.async_wait(wait_for(step), kAsTuple);
    if (auto failure = failure_of_wait(waited)) co_return refused(std::move(*failure));
  }
}

Result<const RequestHead*> StreamConnection::take_head(std::size_t head_bytes) {
  watch_.disarm();
  if (head_bytes > limits_.header_bytes_max) {
    return refused(Error::of(ErrorKind::malformed_request, "head: too large"));
  }
  const Status parsed = parser_->read_head(received().substr(0, head_bytes), head_);
  if (!parsed) return refused(parsed.error());
  begin_ += head_bytes;
  body_pending_ = parser_->body_kind() != BodyKind::none;
  return &head_;
}

asio::awaitable<Result<std::string_view>> StreamConnection::read_body(std::size_t bytes_max) {
  if (ended_) co_return *ended_;
  if (!body_pending_) co_return std::string_view(body_);
  const bool sized = parser_->body_kind() == BodyKind::sized;
  if (sized && parser_->sized_bytes() > bytes_max) {
    co_return refused(Error::of(ErrorKind::body_too_large));
  }
  if (parser_->expects_continue() && received().empty()) {
    const Status sent = co_await send(kContinue);
    if (!sent) co_return sent.error();
  }
  arm(limits_.body_timeout);
  Status read = Status();
  if (sized) {
    read = co_await read_sized(static_cast<std::size_t>(parser_->sized_bytes()));
  } else {
    read = co_await read_chunked(bytes_max);
  }
  if (!read) co_return refused(read.error());
  watch_.disarm();
  body_pending_ = false;
  co_return std::string_view(body_);
}

// The buffer grows with what arrives: a length that is only claimed costs nothing.
asio::awaitable<Status> StreamConnection::read_sized(std::size_t bytes) {
  std::size_t have = std::min(bytes, end_ - begin_);
  body_.assign(received().substr(0, have));
  begin_ += have;
  while (have < bytes) {
    body_.resize(std::min(bytes, std::max(have + kBodyStepBytes, have * 2)));
    std::size_t count = 0;
    const ChannelStep step = channel_->read(std::span(body_).subspan(have), count);
    if (step == ChannelStep::done) {
      have += count;
      continue;
    }
    if (auto failure = failure_of(step)) co_return std::move(*failure);
    const auto [waited] = co_await socket_.async_wait(wait_for(step), kAsTuple);
    if (auto failure = failure_of_wait(waited)) co_return std::move(*failure);
  }
  co_return Status();
}

asio::awaitable<Status> StreamConnection::read_chunked(std::size_t bytes_max) {
  encoded_.assign(received());
  begin_ = end_;
  std::size_t used_total = 0;
  for (;;) {
    const auto used = parser_->decode(encoded_, bytes_max, body_);
    if (!used) co_return used.error();
    encoded_.erase(0, *used);
    used_total += *used;
    if (parser_->body_complete()) co_return Status();
    // Tiny chunks, long extensions and long trailers are a way to keep a server busy.
    if (encoded_.size() > kChunkLineBytesMax ||
        used_total > kChunkOverheadFactor * bytes_max + kChunkLineBytesMax) {
      co_return Error::of(ErrorKind::body_too_large, "chunked body: too little in it");
    }
    const std::size_t have = encoded_.size();
    encoded_.resize(have + kBodyStepBytes);
    std::size_t count = 0;
    const ChannelStep step = channel_->read(std::span(encoded_).subspan(have), count);
    encoded_.resize(have + count);
    if (step == ChannelStep::done) continue;
    if (auto failure = failure_of(step)) co_return std::move(*failure);
    const auto [waited] = co_await socket_.async_wait(wait_for(step), kAsTuple);
    if (auto failure = failure_of_wait(waited)) co_return std::move(*failure);
  }
}

asio::awaitable<Status> StreamConnection::write(ResponseBuffer& response) {
  const bool last = ended_.has_value() || body_pending_ || finishing_;
  if (last) response.close_after();
  if (!response.closes() && head_.keep_alive && parser_ && parser_->is_http_1_0()) {
    response.add_header("Connection", "keep-alive");
  }
  std::string_view message = response.finish(head_.keep_alive);
  if (head_.method == "HEAD") message.remove_suffix(response.body_view().size());
  if (!ended_ && (response.closes() || !head_.keep_alive)) ended_ = gone("this side closes");
  if (body_pending_) peer_may_send_ = true;
  return send(message);
}

asio::awaitable<Status> StreamConnection::send(std::string_view bytes) {
  phase_ = Phase::working;
  arm(limits_.write_timeout);
  while (!bytes.empty()) {
    std::size_t count = 0;
    const ChannelStep step = channel_->write(bytes, count);
    if (step == ChannelStep::done) {
      bytes.remove_prefix(count);
      continue;
    }
    if (auto failure = failure_of(step)) co_return ended(std::move(*failure));
    const auto [waited] = co_await socket_.async_wait(wait_for(step), kAsTuple);
    if (auto failure = failure_of_wait(waited)) co_return ended(std::move(*failure));
  }
  watch_.disarm();
  co_return Status();
}

void StreamConnection::finish_soon() {
  finishing_ = true;
  if (phase_ == Phase::idle) stop_waiting();
}

void StreamConnection::close() {
  watch_.disarm();
  if (!socket_.is_open()) return;
  if (tls_ != nullptr && tls_->spoke_plain_http()) {
    answer_plain_http(socket_);
  } else {
    channel_->say_goodbye();
  }
  if (peer_may_send_) {
    close_after_linger(std::move(socket_), clock_);
  } else {
    error_code ignored;
    socket_.close(ignored);
  }
}

}  // namespace

std::unique_ptr<ServerConnection> make_stream_connection(Socket socket,
                                                         std::unique_ptr<ByteChannel> channel,
                                                         std::string peer,
                                                         const ServerLimits& limits,
                                                         async::Clock& clock) {
  return std::make_unique<StreamConnection>(std::move(socket), std::move(channel), std::move(peer),
                                            limits, clock);
}

std::unique_ptr<ServerConnection> make_server_connection(
    asio::ip::tcp::socket socket, std::shared_ptr<const ServerTlsContext> tls,
    const ServerLimits& limits, async::Clock& clock) {
  error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  std::string peer = text_of_peer(socket);
  // The channel counts itself among those who use the context.
  auto channel = std::make_unique<TlsChannel>(*tls, socket.native_handle());
  return make_stream_connection(std::move(socket), std::move(channel), std::move(peer), limits,
                                clock);
}

}  // namespace fb::net
