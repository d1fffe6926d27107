from importlib.metadata import distribution

from tortoise import migrations

from models.sql_for import RunSQLFor

# procrastinate's own tables, in the version that pyproject.toml holds it at: with another one comes another migration
# here, made of the files in its folder sql/migrations.
# Read as a file: importing it takes longer than migrating.
CREATE = distribution("procrastinate").locate_file("procrastinate/sql/schema.sql").read_text(encoding="utf-8")
DROP = """
DROP TABLE procrastinate_periodic_defers, procrastinate_events, procrastinate_jobs, procrastinate_workers CASCADE;
DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_status, procrastinate_job_event_type CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0007_many_processes")]

    operations = [RunSQLFor("postgres", CREATE, reverse_sql=DROP)]
