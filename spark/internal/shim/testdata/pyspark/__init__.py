# What the shim needs of PySpark, for tests without it.
import os


class SparkFiles:
    @staticmethod
    def get(name):
        return os.path.join(os.environ["SHIM_FILES"], name)


class TaskContext:
    @staticmethod
    def get():
        return None
