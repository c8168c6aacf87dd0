"""Builds what is measured, and describes the machine."""

import os
import platform
import shutil
import subprocess
import sys

BENCHMARKS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(BENCHMARKS)
BUILD = os.path.join(ROOT, ".build-benchmarks")


def _run(command, **options):
    print("bench: " + " ".join(command), file=sys.stderr)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if done.returncode != 0:
        print(done.stdout.decode(errors="replace")[-4000:], file=sys.stderr)
        return False
    return True


def _compile(name, sources, *flags):
    target = os.path.join(BUILD, name)
    sources = [os.path.join(BENCHMARKS, source) for source in sources]
    newest = max(os.path.getmtime(source) for source in sources)
    if os.path.exists(target) and os.path.getmtime(target) > newest:
        return target
    ok = _run(["gcc", "-std=gnu11", "-Wall", "-Wextra", *sources, "-o", target, *flags])
    return target if ok else sys.exit(f"bench: {name} could not be built")


def tools():
    """The generator and the meter."""
    os.makedirs(BUILD, exist_ok=True)
    return (_compile("generate", ["Generator/generate.c"], "-O2"),
            _compile("measure", ["harness/measure.c"], "-O2"))


def muster():
    """The static release build that the README names."""
    scratch = os.path.join(BUILD, "muster")
    if not _run(["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "muster",
                 "--package-path", ROOT, "--scratch-path", scratch]):
        sys.exit("bench: muster could not be built")
    return os.path.join(scratch, "release", "muster")


def sign():
    return _compile("sign", ["harness/sign.c"], "-O2", "-lcrypto")


def limit():
    return _compile("limit", ["Peers/limit.c"], "-O3", "-march=native",
                    "-mprefer-vector-width=256", "-lcrypto", "-lpthread")


def rust():
    """Folder of the Rust peers, or None where they cannot be built here."""
    if not shutil.which("cargo") or not os.path.isdir("/usr/share/cargo/registry"):
        return None
    target = os.path.join(BUILD, "rust")
    ok = _run(["cargo", "build", "--release", "--offline", "--quiet", "--target-dir", target],
              cwd=os.path.join(BENCHMARKS, "Peers", "Rust"))
    return os.path.join(target, "release") if ok else None


def jwt_kit():
    scratch = os.path.join(BUILD, "jwtkit")
    ok = _run(["swift", "build", "-c", "release", "--scratch-path", scratch, "--package-path",
               os.path.join(BENCHMARKS, "Peers", "JWTKit")])
    return os.path.join(scratch, "release", "JWTKitPeer") if ok else None


def python_with_pyjwt():
    python = os.path.join(BUILD, "venv", "bin", "python")
    return python if os.path.exists(python) else None


def has_node_jsonwebtoken():
    script = os.path.join(BENCHMARKS, "Peers", "node_jsonwebtoken.mjs")
    return bool(shutil.which("node")) and subprocess.run(
        ["node", "-e", "require.resolve('jsonwebtoken')"], cwd=os.path.dirname(script),
        capture_output=True).returncode == 0


_FLAGS = ["sha_ni", "avx2", "bmi2", "vaes", "avx512f", "avx512ifma", "avx512vbmi"]


def _first_line(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True)
        return (done.stdout or done.stderr).strip().splitlines()[0]
    except (OSError, IndexError):
        return "none"


def machine():
    """What figures depend on, as name and value."""
    with open("/proc/cpuinfo") as file:
        info = dict(line.split(":", 1) for line in file.read().splitlines() if ":" in line)
    info = {name.strip(): value.strip() for name, value in info.items()}
    flags = set(info.get("flags", "").split())
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) >> 20
    return [
        ("processor", f"{info.get('model name')}, family {info.get('cpu family')} model "
         f"{info.get('model')}, {os.cpu_count()} cores, {memory} GiB"),
        ("its flags", ", ".join(flag for flag in _FLAGS if flag in flags)),
        ("kernel", f"{platform.system()} {platform.release()}"),
        ("load before the run", " ".join(f"{load:.2f}" for load in os.getloadavg())),
        ("OpenSSL", _first_line(["openssl", "version"]).split("(")[0]),
        ("gcc", _first_line(["gcc", "--version"])),
        ("Swift", _first_line(["swift", "--version"])),
        ("Rust", _first_line(["rustc", "--version"])),
        ("Node", _first_line(["node", "--version"])),
        ("Python", platform.python_version()),
    ]
