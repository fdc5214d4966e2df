// Zip and tar files for tests, written byte by byte so that damaged ones can be made too.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/gzip.h"

namespace horizon::test {

struct ZipMember {
  std::string name;
  std::string bytes;
  bool deflated = true;
  std::uint16_t flags = 0;  // 1: encrypted, 0x800: the name is UTF-8
};

inline void put_number(std::string& out, std::uint32_t value, int size) {
  for (int i = 0; i < size; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

// Raw deflate: gzip without its header of 10 bytes and its trailer of 8.
inline std::string deflated(const std::string& bytes) {
  const std::string whole = gzip(bytes);
  return whole.substr(10, whole.size() - 18);
}

// APPNOTE.TXT 4.3: local headers with their data, the central directory, its end.
inline std::string zip(const std::vector<ZipMember>& members) {
  std::string out;
  std::string directory;
  for (const ZipMember& member : members) {
    const std::string data = member.deflated ? deflated(member.bytes) : member.bytes;
    std::string header;
    put_number(header, 20, 2);
    put_number(header, member.flags, 2);
    put_number(header, member.deflated ? 8 : 0, 2);
    put_number(header, 0x5A218000, 4);  // time and date
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(member.bytes.data()),
                           static_cast<uInt>(member.bytes.size()));
    put_number(header, static_cast<std::uint32_t>(sum), 4);
    put_number(header, static_cast<std::uint32_t>(data.size()), 4);
    put_number(header, static_cast<std::uint32_t>(member.bytes.size()), 4);
    put_number(header, static_cast<std::uint32_t>(member.name.size()), 2);
    put_number(header, 0, 2);  // no extra field
    directory += "PK\x01\x02";
    put_number(directory, 20, 2);
    directory += header;
    directory.append(10, '\0');  // comment, disk, attributes
    put_number(directory, static_cast<std::uint32_t>(out.size()), 4);
    directory += member.name;
    out += "PK\x03\x04" + header + member.name + data;
  }
  const auto begin = static_cast<std::uint32_t>(out.size());
  out += directory;
  out += "PK\x05\x06";
  put_number(out, 0, 4);
  put_number(out, static_cast<std::uint32_t>(members.size()), 2);
  put_number(out, static_cast<std::uint32_t>(members.size()), 2);
  put_number(out, static_cast<std::uint32_t>(directory.size()), 4);
  put_number(out, begin, 4);
  put_number(out, 0, 2);
  return out;
}

// POSIX ustar. `type` '0' is a file, '5' a folder, '2' a symbolic link.
inline std::string tar_member(const std::string& name, const std::string& bytes, char type = '0') {
  std::string header(512, '\0');
  const auto octal = [&](std::size_t at, int digits, std::uint64_t value) {
    for (int i = digits - 1; i >= 0; --i, value /= 8) {
      header[at + static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 8);
    }
  };
  header.replace(0, name.size(), name);
  octal(100, 7, 0644);
  octal(124, 11, bytes.size());
  octal(136, 11, 0);
  header[156] = type;
  header.replace(257, 8, std::string("ustar\00000", 8));
  header.replace(148, 8, 8, ' ');
  std::uint64_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  octal(148, 6, sum);
  header[154] = '\0';
  return header + bytes + std::string((512 - bytes.size() % 512) % 512, '\0');
}

inline std::string tar(const std::vector<std::string>& members) {
  std::string out;
  for (const std::string& member : members) out += member;
  return out + std::string(1024, '\0');
}

}  // namespace horizon::test
