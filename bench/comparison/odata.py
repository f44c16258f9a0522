"""The rows that OData is measured with: PostgreSQL with a table of the house, and SAP CAP on the same table."""
import json
import os
import shutil
import subprocess
from pathlib import Path

from .house import GOODS
from .processes import Program, answers, free_port, listens

HERE = Path(__file__).resolve().parent.parent
CAP = HERE / "peers/cap"

# What stands in a column, by the name that clients see; n counts rows from 1.
VALUES = {
    "Ref_Key": "cast(lpad(to_hex(n), 32, '0') as uuid)",
    "DataVersion": "n",
    "DeletionMark": "n % 50 = 0",
    "Code": "lpad(n::text, 9, '0')",
    "Description": "'Товар ' || n",
    "Predefined": "false",
    "PredefinedDataName": "''",
    "Article": "'АРТ-' || (n * 7919 % 1000003)",
    "FullName": "'Товар \"' || n || '\", упаковка ' || n % 24 || ' шт, для оптовой торговли'",
    "Price": "(n * 37 % 1000000) / 100.0",
    "Weight": "(n * 13 % 100000) / 1000.0",
    "Supplier": "cast(lpad(to_hex(n % 500), 32, '0') as uuid)",
    "Unit": "case n % 3 when 0 then 'шт' when 1 then 'кг' else 'упак' end",
    "Created": "timestamp '2020-01-01' + n * interval '1 minute'",
    "Changed": "timestamp '2024-01-01' + n * interval '7 second'",
    "Comment": "case n % 4 when 0 then 'Хранить в сухом месте, не переворачивать' else '' end",
    "Active": "n % 10 <> 0",
    "InStock": "n * 31 % 100000",
    "Serial": "n * 1000003",
    "Origin": "(array['Россия', 'Беларусь', 'Казахстан', 'Китай'])[(1 + n % 4)::int]"}


class GoodsBase:
    """A database server of this run's own, empty at first; the house makes the table, then {fill} fills it."""

    def __init__(self, kitchen):
        self.model = HERE / "goods.yaml"
        self.port = free_port()
        self.jdbc = f"jdbc:postgresql://127.0.0.1:{self.port}/postgres"
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        data = kitchen.folder / "postgres"
        data.mkdir()
        shutil.chown(data, "postgres", "postgres")
        self._as_postgres("initdb", "-D", data, "-A", "trust", "-U", "bench", "--no-sync", "--locale=C.UTF-8")
        command = self._command("postgres", "-D", data, "-p", self.port, "-c", "listen_addresses=127.0.0.1",
                                "-c", f"unix_socket_directories={data}", "-c", "fsync=off", "-c", "shared_buffers=1GB",
                                "-c", "max_connections=100", "-c", "max_wal_size=4GB")
        self.program = kitchen.keep(Program("postgres", command, kitchen.log("postgres"), self._ready))

    def _command(self, name, *arguments):
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", str(self.bin / name),
                *map(str, arguments)]

    def _as_postgres(self, *command):
        subprocess.run(self._command(*command), check=True, capture_output=True, cwd="/")

    def _ready(self):
        return subprocess.run([self.bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode == 0

    def psql(self, statement):
        return ["psql", "-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", str(self.port), "-U", "bench", "-d", "postgres",
                "-v", "ON_ERROR_STOP=1", "-c", statement]

    def run(self, statement):
        done = subprocess.run(self.psql(statement), capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"psql: {done.stderr.strip()}\n{statement[:500]}")
        return done.stdout.strip()

    def fill(self, rows):
        """Rows, and the view {goods} with the names that clients see, for those who don't read the house's model."""
        names = json.loads(self.run(
            "select json_agg(json_build_array(t.table_name, t.column_name, t.name)) from polyport_names t join"
            " polyport_names s on s.table_name = t.table_name and s.column_name = '' and s.name = 'Catalog_Goods'"
            " where t.column_name <> ''"))
        self.table = f'"{names[0][0]}"'
        self.columns = {name.removesuffix("_Key") if name != "Ref_Key" else name: f'"{column}"' for _, column, name in names}
        if set(self.columns) != set(VALUES):
            raise SystemExit(f"goods.yaml has {sorted(self.columns)}, here are values for {sorted(VALUES)}")
        order = list(VALUES)
        self.run(f"insert into {self.table} ({', '.join(self.columns[name] for name in order)})"
                 f" select {', '.join(VALUES[name] for name in order)} from (select * from generate_series(1::bigint, {rows}) n) numbers")
        shown = [(name if name != "Supplier" else "Supplier_Key", self.columns[name]) for name in order]
        self.run(f"create view goods as select {', '.join(f'{column} as {name}' for name, column in shown)} from {self.table}")
        self.run("create view s_rows as select * from goods")
        # CAP orders nulls first, for which the primary key is of no use.
        self.run(f"create index on {self.table} ({self.columns['Ref_Key']} nulls first)")
        self.run(f"vacuum analyze {self.table}")
        # The columns in the order of the view, keys in order: what all ways are asked for.
        self.select = f"select {', '.join(column for _, column in shown)} from {self.table} order by {self.columns['Ref_Key']}"
        self.named = f"select {', '.join(f'{column} as {chr(34)}{name}{chr(34)}' for name, column in shown)} from {self.table}"


def cap(kitchen, base):
    """SAP CAP with its adapter for OData 2, one process as it comes; on loopback."""
    if not (CAP / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=CAP, check=True)
    port = free_port()
    settings = {"requires": {"db": {"credentials": {
        "host": "127.0.0.1", "port": base.port, "user": "bench", "database": "postgres", "password": ""}}}}
    os.environ["CDS_CONFIG"] = json.dumps(settings)
    os.environ["PORT"] = str(port)
    os.environ["NODE_OPTIONS"] = "--max-old-space-size=4096"
    command = ["node", str(CAP / "node_modules/@sap/cds/bin/serve.js"), "--project", str(CAP)]
    program = Program("cap", command, kitchen.log("cap"), answers(f"http://127.0.0.1:{port}/s/Rows?$top=1"))
    return kitchen.keep(program), f"http://127.0.0.1:{port}/s/Rows", f"http://127.0.0.1:{port}/odata/v2/s/Rows"
