"""Every command of ``simpul``: name, the module that has it as ``app``, and its line in the help. The module is loaded when it is used."""

from typing import NamedTuple


class Row(NamedTuple):
    name: str
    module: str
    help: str
    group: str


DAILY = "Menjalankan"
REGION = "Daerah: siapa boleh apa"
REPAIR = "Memeriksa dan memulihkan"

COMMANDS = (
    Row("init", "hub.cli.init", "Menyiapkan folder daerah: kunci induk, kode wilayah, zona waktu, partisi.", DAILY),
    Row("up", "hub.cli.up", "Menyalakan semuanya di mesin ini, sampai Ctrl-C.", DAILY),
    Row("run", "hub.cli.run", "Menjalankan satu proses saja, untuk wadah (container) atau systemd.", DAILY),
    Row("migrate", "hub.cli.migrate", "Memperbarui skema basis data, atau memeriksanya (--check).", DAILY),
    Row("doctor", "hub.cli.doctor", "Memeriksa mesin, folder, dan server, serta menyebut apa yang harus dilakukan.", DAILY),
    Row("user", "hub.cli.user", "Akun orang: menambah, mengubah peran, menutup.", REGION),
    Row("source", "hub.cli.source", "Sumber data OPD: mendaftarkan, menutup, mengganti.", REGION),
    Row("key", "hub.cli.key", "Kunci API milik sumber: membuat, mencabut.", REGION),
    Row("topics", "hub.cli.topics", "Topik Kafka: melihat, membuat yang kurang, meneruskan yang dijeda.", REGION),
    Row("connector", "hub.cli.connector", "Konektor: membaca sistem OPD, misalnya berkas ekspornya.", REGION),
    Row("webhook", "hub.cli.webhook", "Webhook: aplikasi lain yang diberi tahu tentang peringatan.", REGION),
    Row("clock", "hub.cli.clock", "Jam hub: melihat; memajukan, hanya pada data contoh.", REGION),
    Row("desk", "hub.cli.desk", "Meja kiriman bermasalah: membaca, mengirim ulang, menutup.", REPAIR),
    Row("rebuild", "hub.cli.rebuild", "Membangun ulang tampilan dari catatan peristiwa.", REPAIR),
    Row("verify", "hub.cli.verify", "Membandingkan tampilan dengan pemutaran ulang catatan peristiwa.", REPAIR),
)
